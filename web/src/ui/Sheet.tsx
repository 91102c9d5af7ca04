import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon'

interface Props {
  title: string
  onClose: () => void
  /** Stays at the bottom while the rest scrolls. */
  foot?: ReactNode
  children: ReactNode
}

/**
 * What belongs to the page but stands beside it: from the right on a desk, from below on a phone. The page behind
 * waits; Escape and a press beside it close it, and the focus goes back to where it was.
 */
export function Sheet({ title, onClose, foot, children }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)

  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => dialog?.close()
  }, [])

  return createPortal(
    // A press on the backdrop counts as one on the dialog itself; the keyboard has Escape for it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className="sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="inner">
        <div className="head">
          <h2 id={id} className="d3">
            {title}
          </h2>
          <button type="button" className="iconbtn" aria-label={t('actions.close')} title={t('actions.close')} onClick={onClose}>
            <Icon name="cross" />
          </button>
        </div>
        {/* It may scroll, so the keyboard must reach it. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className="content" tabIndex={0}>
          {children}
        </div>
        {foot && <div className="foot">{foot}</div>}
      </div>
    </dialog>,
    // Out of the part of the page that opened it, whose colours may be its own; but in the section.
    document.querySelector('.frame') ?? document.body,
  )
}
