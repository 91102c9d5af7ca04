import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { atFields } from '../../../i18n/problems'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Field } from '../../../ui/Field'
import { Trouble } from '../../../ui/Told'

interface Props {
  open: boolean
  name: string
  doing: string | false
  error: unknown
  onAct: (reason: string) => void
  onClose: () => void
}

/** Keeps somebody out until they are let in again. The reason is for whoever looks later. */
export function Suspend({ open, name, doing, error, onAct, onClose }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const refused = atFields(error, t).reason
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = reason.trim()
    setMissing(!given)
    if (given) onAct(given)
  }
  return (
    <Dialog open={open} title={t('admin.user.suspend.ask', { name })} onClose={onClose}>
      <p className="small">{t('admin.user.suspend.askText')}</p>
      <form onSubmit={submit} noValidate className="grid gap-3">
        <Field
          label={t('admin.user.suspend.reason')}
          maxLength={500}
          required
          value={reason}
          wrong={missing ? t('admin.user.suspend.reasonMissing') : refused}
          onChange={(event) => {
            setReason(event.target.value)
            setMissing(false)
          }}
        />
        {!refused && <Trouble error={error} />}
        <div className="acts">
          <Button small look="quiet" onClick={onClose}>
            {t('actions.keep')}
          </Button>
          <Button small type="submit" look="danger" doing={doing}>
            {t('admin.user.suspend.act')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
