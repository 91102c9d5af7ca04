import type { CSSProperties, ReactNode } from 'react'

/** How the lamps are: on, off, or coming on while the facts are fetched. */
export type Lamps = 'lit' | 'unlit' | 'lighting'

/** The sign over the door: lamps above and below, three lines of letters. */
export function Sign({ lamps, name, lines }: { lamps: Lamps; name: string; lines: [ReactNode, ReactNode] }) {
  return (
    <div className={`sign ${lamps === 'lit' ? '' : lamps}`}>
      <Row />
      <div className="board">
        <h1>{name}</h1>
        <p>{lines[0]}</p>
        <p>{lines[1]}</p>
      </div>
      <Row />
    </div>
  )
}

function Row() {
  return (
    <div className="lamps" aria-hidden="true">
      {Array.from({ length: 27 }, (_, i) => (
        <i key={i} style={{ '--i': i } as CSSProperties} />
      ))}
    </div>
  )
}
