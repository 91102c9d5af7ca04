import { useTranslation } from 'react-i18next'
import type { Source } from '../../api/types'

/** Who the data is owed to, as their licences ask. */
export function Sources({ sources }: { sources: Source[] }) {
  const { t } = useTranslation()
  if (sources.length === 0) return null
  return (
    <section>
      <h2 className="d3 mb-2.5">{t('game.sources')}</h2>
      <ul className="grid gap-2">
        {sources.map(({ name, licence, credit }) => (
          <li key={name} className="small">
            {credit}
            {!credit.includes(licence) && ` (${licence})`}
          </li>
        ))}
      </ul>
    </section>
  )
}
