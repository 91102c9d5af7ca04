import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { Trouble } from './Told'

interface Props {
  open: boolean
  title: string
  /** What will happen, and that it cannot be undone. */
  text: ReactNode
  /** The verb on the button. */
  act: string
  /** What the button says that leaves everything as it is. */
  stay?: string
  /** What the button says while it does it; false while it does not. */
  doing: string | false
  error: unknown
  danger?: boolean
  onAct: () => void
  onClose: () => void
}

/** Asks before what cannot be undone. It stays open until that is done or refused. */
export function Confirm({ open, title, text, act, stay, doing, error, danger, onAct, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog open={open} title={title} onClose={onClose}>
      <div className="small">{text}</div>
      <Trouble error={error} />
      <div className="acts">
        <Button small look="quiet" onClick={onClose}>
          {stay ?? t('actions.keep')}
        </Button>
        <Button small look={danger ? 'danger' : 'primary'} doing={doing} onClick={onAct}>
          {act}
        </Button>
      </div>
    </Dialog>
  )
}
