import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { yearQuery } from '../../../api/games'
import { Cover } from '../../../ui/cover/Cover'
import { coverOf } from '../cover'

const ANNIVERSARIES = [30, 40, 25, 20]
const SHOWN = 6

/** Games of a round anniversary of this year, the first one of which the catalogue has a shelf. */
export default function YearsAgo() {
  const { t } = useTranslation()
  const [now] = useState(() => new Date().getFullYear())
  const found = useQueries({ queries: ANNIVERSARIES.map((ago) => yearQuery(now - ago, SHOWN)) })
  // Wait for all, so that the shelf does not change under the pointer.
  if (found.some((query) => query.isPending)) return null
  const at = found.findIndex((query) => (query.data?.items.length ?? 0) >= SHOWN / 2)
  const ago = ANNIVERSARIES[at]
  const items = found[at]?.data?.items
  if (!ago || !items) return null
  const year = now - ago
  return (
    <section data-section="games">
      <h2 className="d3 flex items-baseline justify-between gap-4">
        {t('tonight.years', { count: ago })}
        <Link to="/games" search={{ year_from: year, year_to: year }} className="small hover:underline">
          {t('tonight.yearsAll', { year })}
        </Link>
      </h2>
      <ul className="mt-3 grid grid-cols-3 gap-2.5" aria-label={t('tonight.yearsText', { year })}>
        {items.map((work) => (
          <li key={work.id}>
            <Link to="/games/$id" params={{ id: work.id }} preload="intent" className="block [&_.cover]:w-full [&_.cover]:rounded-md">
              <Cover of={coverOf(work)} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
