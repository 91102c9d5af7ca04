import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon } from './Icon'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  on?: boolean
  /** How many it stands for, as a word of the page's language. */
  count?: string | undefined
}

/** One filter: on or off. The one that is on shows that a press drops it. */
export function Chip({ on = false, count, className = '', children, ...rest }: Props) {
  return (
    <button type="button" className={`chip ${on ? 'on' : ''} ${className}`} aria-pressed={on} {...rest}>
      {children}
      {count && <b className="num font-semibold">{count}</b>}
      {on && <Icon name="cross" size={14} />}
    </button>
  )
}

/** Something that was understood or chosen, and the way to drop it. */
export function DropChip({ children, label, onDrop }: { children: ReactNode; label: string; onDrop: () => void }) {
  return (
    <button type="button" className="chip understood" aria-label={label} title={label} onClick={onDrop}>
      {children}
      <Icon name="cross" size={13} />
    </button>
  )
}
