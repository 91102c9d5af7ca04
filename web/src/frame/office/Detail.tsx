import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { called } from './house'

/** What else the audit knows of a deed, as words beside each other. */
export function Detail({ detail }: { detail: unknown }) {
  const { t } = useTranslation()
  if (typeof detail !== 'object' || detail === null) return null
  const { before, after, ...rest } = detail as Record<string, unknown>
  const changed = before !== undefined || after !== undefined
  const entries = Object.entries(rest).filter(([, value]) => value !== null)
  if (!changed && entries.length === 0) return null
  return (
    <dl className="kv">
      {changed && (
        <div>
          <dt className="sr-only">{t('admin.audit.change')}</dt>
          <dd>
            {told(before, t)} → {told(after, t)}
          </dd>
        </div>
      )}
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{called('audit.keys', key, t)}</dt>
          <dd>{told(value, t)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A value as one would say it; roles by their names. */
function told(value: unknown, t: TFunction): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.map((one) => told(one, t)).join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  const speak = t as (key: string, values: object) => string
  return speak(`account.role.${String(value)}`, { defaultValue: String(value) })
}
