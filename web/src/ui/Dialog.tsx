import { type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react'

interface Props {
  open: boolean
  title: string
  onClose: () => void
  children: ReactNode
}

/**
 * A window over the page, on a phone a sheet from below. The browser holds the focus inside, closes it with Escape
 * and gives the focus back.
 */
export function Dialog({ open, title, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const dialog = ref.current
    if (!open || !dialog) return
    const asked = new AbortController()
    const { signal } = asked
    // The page decides when it is closed, so that it is told.
    const onCancel = (event: Event) => {
      event.preventDefault()
      close()
    }
    dialog.addEventListener('cancel', onCancel, { signal })
    // A press beside the window is one on the dialog itself, which its content covers.
    dialog.addEventListener('mousedown', (event) => event.target === dialog && close(), { signal })
    dialog.showModal()
    return () => {
      asked.abort()
      dialog.close()
    }
  }, [open])
  if (!open) return null
  return (
    <dialog ref={ref} className="dlg" aria-labelledby={id}>
      <div className="grid gap-3 p-[22px]">
        <h2 id={id} className="d3">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}
