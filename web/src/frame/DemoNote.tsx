import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { demoQuery } from '../api/accounts'

/** Says that this house is a demo, where it is one. */
export function DemoNote() {
  const { t } = useTranslation()
  if (!useQuery(demoQuery).data?.here) return null
  return (
    <aside className="demo" aria-label={t('demo.about')}>
      {t('demo.note')}
    </aside>
  )
}
