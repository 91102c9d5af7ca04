import type { ReactNode } from 'react'

/** A row of links under which the page changes. The link of the page that is shown carries `aria-current`. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className="tabs" aria-label={label}>
      {children}
    </nav>
  )
}
