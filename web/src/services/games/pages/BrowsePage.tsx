import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FACETS, type FacetName, topQuery } from '../../../api/games'
import { useFormat } from '../../../i18n/format'
import { useTitle } from '../../../ui/page'
import { Bar, Skeleton } from '../../../ui/Skeleton'
import { Trouble } from '../../../ui/Told'
import { decade, searchOf } from '../search'
import '../../../styles/keep.css'

/** Ways into the catalogue without a word: by platform, genre, decade, company and series. */
export default function BrowsePage() {
  const { t } = useTranslation()
  useTitle(t('browse.title'))
  return (
    <>
      <p className="label">
        <Link to="/games" className="link">
          {t('games.title')}
        </Link>
      </p>
      <h1 className="d1 mt-1">{t('browse.title')}</h1>
      <div className="browse">
        {FACETS.map((facet) => (
          <Facet key={facet} facet={facet} />
        ))}
      </div>
    </>
  )
}

const SHOWN = 8

function Facet({ facet }: { facet: FacetName }) {
  const { t } = useTranslation()
  const format = useFormat()
  // Years come one by one; here their decades are enough, and there are few enough years to add them up.
  const top = useQuery(topQuery(facet, facet === 'years' ? 100 : SHOWN))
  const values = facet === 'years' ? decades(top.data?.items ?? []) : (top.data?.items ?? [])
  return (
    <section aria-labelledby={`browse-${facet}`}>
      <h2 id={`browse-${facet}`} className="d3 flex items-baseline justify-between gap-4">
        {t(`browse.${facet}`)}
        <Link to="/games/browse/$facet" params={{ facet }} className="small hover:underline">
          {top.data && facet !== 'years' ? t('browse.allOf', { n: format.number(top.data.total) }) : t('browse.all')}
          <span className="sr-only">: {t(`browse.${facet}`)}</span>
        </Link>
      </h2>
      <Trouble error={top.error} />
      {top.isPending && (
        <Skeleton>
          <div className="mt-3 grid gap-3">
            {[70, 54, 62, 48].map((width) => (
              <Bar key={width} w={`${width}%`} h={18} />
            ))}
          </div>
        </Skeleton>
      )}
      <ul className="values mt-2">
        {values.slice(0, SHOWN).map(({ name, count }) => (
          <li key={name}>
            <Link to="/games" search={facet === 'years' ? decade(Number(name)) : searchOf(facet, name)}>
              <span className="truncate">{facet === 'years' ? t('games.decade', { year: name }) : name}</span>
              <span className="num">{format.number(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Years as decades, the latest first. */
export function decades(years: readonly { name: string; count: number }[]): { name: string; count: number }[] {
  const sums = new Map<number, number>()
  for (const { name, count } of years) {
    const first = Math.floor(Number(name) / 10) * 10
    if (Number.isFinite(first)) sums.set(first, (sums.get(first) ?? 0) + count)
  }
  return [...sums].sort(([a], [b]) => b - a).map(([first, count]) => ({ name: String(first), count }))
}
