import type { ButtonHTMLAttributes } from 'react'
import { Bulbs } from './Bulbs'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  small?: boolean
  /** What the button is doing right now; while it does, it shows bulbs and takes no second press. */
  doing?: string | false
}

export function Button({ look = 'plain', small, doing = false, className = '', children, onClick, type = 'button', ...rest }: Props) {
  const busy = doing !== false
  return (
    <button
      type={type}
      className={`btn ${look === 'plain' ? '' : look} ${small ? 'sm' : ''} ${className}`}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? (
        <>
          <Bulbs of={3} chase flat size={7} />
          {doing}
        </>
      ) : (
        children
      )}
    </button>
  )
}
