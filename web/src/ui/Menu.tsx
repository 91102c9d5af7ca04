import { type KeyboardEvent, type ReactNode, useEffect } from 'react'
import { usePopover } from './usePopover'

interface Props {
  /** What the button says, for those who do not see its picture too. */
  label: string
  /** The face of the button. */
  face: ReactNode
  className?: string
  /** Entries: {@link MenuItem} and {@link MenuLine}. */
  children: ReactNode
}

/** A button with a menu: arrows walk, Enter picks, Escape goes back to the button. A sheet on a phone. */
export function Menu({ label, face, className = 'iconbtn', children }: Props) {
  const { id, button, panel, open, close } = usePopover<HTMLDivElement>()

  useEffect(() => {
    if (open) entries(panel.current)[0]?.focus()
  }, [open, panel])

  const onKeyDown = (event: KeyboardEvent) => {
    // The keys of the page behind are not meant while a menu is open.
    event.stopPropagation()
    const all = entries(panel.current)
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (to === undefined) {
      if (event.key === 'Tab') close()
      return
    }
    event.preventDefault()
    all.at(to >= all.length ? 0 : to)?.focus()
  }

  return (
    <>
      <button ref={button} type="button" className={className} popoverTarget={id} aria-haspopup="menu" aria-expanded={open} aria-label={label} title={label}>
        {face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className="float menu"
        onKeyDown={onKeyDown}
        onClick={(event) => {
          if ((event.target as Element).closest('[role^="menuitem"]')) close()
        }}
      >
        {open && children}
      </div>
    </>
  )
}

interface ItemProps {
  onPick: () => void
  /** The key that does the same. */
  hint?: string
  danger?: boolean
  /** For one of several: whether it is the one. */
  checked?: boolean
  children: ReactNode
}

export function MenuItem({ onPick, hint, danger, checked, children }: ItemProps) {
  const kind = checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked }
  return (
    <button type="button" tabIndex={-1} className={`entry ${danger ? 'text-curtain' : ''}`} onClick={onPick} {...kind}>
      {children}
      {hint && <kbd aria-hidden="true">{hint}</kbd>}
    </button>
  )
}

/** Between groups of entries. */
export function MenuLine() {
  return <hr />
}

function entries(panel: HTMLElement | null): HTMLElement[] {
  return [...(panel?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
}
