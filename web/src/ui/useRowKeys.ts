import { type RefObject, useEffect } from 'react'
import { isTyping } from './typing'

/**
 * j and k (or the arrows) walk through the results, from the field too; Enter opens, because the row that has the
 * focus is a link.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Another list may have taken the key, such as the one under the field on top.
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const rows = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
      if (rows.length === 0) return
      const step = stepOf(event)
      if (step === 0) return
      const at = rows.indexOf(document.activeElement as HTMLAnchorElement)
      const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)]
      event.preventDefault()
      next?.focus()
      next?.scrollIntoView({ block: 'nearest' })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [list])
}

function stepOf(event: KeyboardEvent): number {
  if (isTyping(event.target)) {
    // From a search field the arrow leads down into the results; letters are typed.
    return event.key === 'ArrowDown' && event.target instanceof HTMLInputElement && event.target.type === 'search' ? 1 : 0
  }
  const onRow = document.activeElement?.hasAttribute('data-row') ?? false
  if (event.key === 'j' || (onRow && event.key === 'ArrowDown')) return 1
  if (event.key === 'k' || (onRow && event.key === 'ArrowUp')) return -1
  return 0
}
