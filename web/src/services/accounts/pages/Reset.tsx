import { useTranslation } from 'react-i18next'
import { reset } from '../../../api/accounts'
import { AskAgain, FreshPassword } from '../FreshPassword'

/** A new password for who forgot the old one. */
export default function Reset() {
  const { t } = useTranslation()
  return <FreshPassword page="/reset" title={t('reset.title')} lead={t('reset.lead')} act={t('reset.go')} doing={t('reset.going')} send={reset} done={() => t('reset.done')} spent={<AskAgain />} />
}
