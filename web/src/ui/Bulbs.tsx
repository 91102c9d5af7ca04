import type { CSSProperties } from 'react'

interface Props {
  lit?: number
  of?: number
  /** Without the glow, for small scales. */
  flat?: boolean
  /** The light runs along the row: something is loading. */
  chase?: boolean
  /** Diameter in pixels. */
  size?: number
  /** What the row says, for those who do not see it; without it the row is an ornament. */
  label?: string
  className?: string
}

/** The row of bulbs: progress, scale, loading. */
export function Bulbs({ lit = 0, of = 9, flat, chase, size, label, className = '' }: Props) {
  const on = chase ? of : lit
  const style = (size ? { '--d': `${size}px` } : {}) as CSSProperties
  return (
    <span className={`bulbs ${flat ? 'flat' : ''} ${chase ? 'chase' : ''} ${className}`} style={style} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
      {Array.from({ length: of }, (_, i) => (
        <i key={i} className={i < on ? 'on' : ''} style={{ '--i': i } as CSSProperties} />
      ))}
    </span>
  )
}
