import type { ReactNode } from 'react'
import { Bulbs } from './Bulbs'

/** Nothing here, and what to do about it. */
export function Empty({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <Bulbs size={8} className="w-[120px]" />
      <h2 className="d3">{title}</h2>
      <p className="small max-w-[46ch]">{text}</p>
      {children && <div className="mt-1 flex flex-wrap justify-center gap-2.5">{children}</div>}
    </div>
  )
}
