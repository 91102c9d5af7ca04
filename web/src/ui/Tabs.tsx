import { type ReactNode, useEffect, useRef } from 'react'

/** A row of links under which the page changes. The link of the page that is shown carries `aria-current`. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  const ref = useRef<HTMLElement>(null)
  // On a phone the row is longer than the screen; the link of this page is brought into sight.
  useEffect(() => {
    const row = ref.current
    const here = row?.querySelector<HTMLElement>('[aria-current]')
    if (!row || !here) return
    const left = here.offsetLeft - row.offsetLeft
    if (left < row.scrollLeft || left + here.offsetWidth > row.scrollLeft + row.clientWidth) row.scrollTo({ left: left - 40 })
  })
  return (
    <nav ref={ref} className="tabs" aria-label={label}>
      {children}
    </nav>
  )
}
