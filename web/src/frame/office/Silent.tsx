import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format'
import { Told } from '../../ui/Told'
import { called } from './house'

/** That some services did not answer, so that nobody takes a part for the whole. */
export function Silent({ services }: { services: readonly string[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (services.length === 0) return null
  return <Told kind="warn">{t('admin.silent', { services: format.list(services.map((name) => called('services', name, t))) })}</Told>
}
