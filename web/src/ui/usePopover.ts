import { type RefObject, useEffect, useId, useRef, useState } from 'react'

const GAP = 6
const EDGE = 12

/**
 * A thing that floats beside its button: opened and closed by the browser (Escape, a press elsewhere), placed here.
 * On a phone the style sheet makes a sheet of it, which needs no place.
 */
export function usePopover<E extends HTMLElement>() {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<E>(null)
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const element = panel.current
    if (!element) return
    const onToggle = (event: Event) => {
      const opens = (event as ToggleEvent).newState === 'open'
      setOpen(opens)
    }
    element.addEventListener('beforetoggle', onToggle)
    return () => element.removeEventListener('beforetoggle', onToggle)
  }, [])

  // Its size is known only when its content stands.
  useEffect(() => {
    if (!open) return
    const element = panel.current
    const put = () => place(button.current, element)
    put()
    // Once more when it is really there.
    element?.addEventListener('toggle', put)
    window.addEventListener('resize', put)
    const close = (event: Event) => {
      if (event.target instanceof Node && panel.current?.contains(event.target)) return
      panel.current?.hidePopover()
    }
    // What floats does not swim along; it closes when the page moves away from under it.
    window.addEventListener('scroll', close, { capture: true, passive: true })
    return () => {
      element?.removeEventListener('toggle', put)
      window.removeEventListener('resize', put)
      window.removeEventListener('scroll', close, { capture: true })
    }
  }, [open])

  return { id, button, panel: panel as RefObject<E | null>, open, close: () => panel.current?.hidePopover() }
}

function place(button: HTMLElement | null, panel: HTMLElement | null) {
  if (!button || !panel) return
  if (window.innerWidth < 761) {
    panel.style.removeProperty('left')
    panel.style.removeProperty('top')
    return
  }
  const at = button.getBoundingClientRect()
  const { width, height } = panel.getBoundingClientRect()
  const left = at.left + width + EDGE > window.innerWidth ? at.right - width : at.left
  const below = at.bottom + GAP
  const fits = below + height + EDGE <= window.innerHeight
  const over = at.top - height - GAP
  const top = fits ? below : over >= EDGE ? over : Math.max(EDGE, window.innerHeight - height - EDGE)
  panel.style.left = `${Math.max(EDGE, left)}px`
  panel.style.top = `${top}px`
}
