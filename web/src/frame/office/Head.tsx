import type { ReactNode } from 'react'

/** The head of a page of the administration: its name, and at the right what is to be said of all of it. */
export function Head({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex min-h-11 flex-wrap items-end justify-between gap-x-4 gap-y-1">
      <h1 className="d1">{title}</h1>
      {children}
    </div>
  )
}
