import type { ReactNode } from 'react'

/** One part of the settings: what it is about at the left, what one can change at the right. */
export function Part({ id, title, text, children }: { id: string; title: string; text: ReactNode; children: ReactNode }) {
  return (
    <section id={id} className="part" aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`} className="d3">
          {title}
        </h2>
        <div className="small mt-1.5">{text}</div>
      </header>
      <div className="stack">{children}</div>
    </section>
  )
}
