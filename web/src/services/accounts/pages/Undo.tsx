import { useTranslation } from 'react-i18next'
import { undoEmail } from '../../../api/accounts'
import { AskAgain, FreshPassword } from '../FreshPassword'

/** Takes back a change of the address that somebody else made. */
export default function Undo() {
  const { t } = useTranslation()
  const spent = (
    <>
      <p className="text-[15px] text-ink-2">{t('undo.spentText')}</p>
      <AskAgain />
    </>
  )
  return (
    <FreshPassword
      page="/undo"
      title={t('undo.title')}
      lead={t('undo.lead')}
      act={t('undo.go')}
      doing={t('undo.going')}
      send={undoEmail}
      done={({ email }) => t('undo.done', { email })}
      spent={spent}
    />
  )
}
