import { type PointerEvent as ReactPointerEvent, type RefObject, useCallback, useEffect, useRef } from 'react'

/** How near to the edge of the window the page begins to scroll, and how far at a time. */
const EDGE = 64
const SCROLL = 12

/**
 * Dragging a row by its grip, with mouse or finger. Only a line shows where it will stand; the rows themselves move
 * when it is dropped. The style of the rows is set directly, because a render a pixel would be too slow.
 */
export function useDrag(area: RefObject<HTMLElement | null>, onDrop: (id: string, before: string | null) => void) {
  const dropped = useRef(onDrop)
  useEffect(() => {
    dropped.current = onDrop
  })
  return useCallback(
    (event: ReactPointerEvent, id: string) => {
      if (event.button !== 0) return
      event.preventDefault()
      const rows = [...(area.current?.querySelectorAll<HTMLElement>('[data-id]') ?? [])]
      const row = rows.find((each) => each.dataset.id === id)
      if (!row) return
      const others = rows.filter((each) => each !== row)
      const startsAt = event.clientY + window.scrollY
      const home = rows[rows.indexOf(row) + 1]?.dataset.id ?? null
      let before: string | null = home
      row.classList.add('is-dragged')

      const mark = () => {
        for (const each of rows) each.classList.remove('drop-before', 'drop-after')
        if (before === home) return
        const at = before === null ? null : others.find((each) => each.dataset.id === before)
        if (at) at.classList.add('drop-before')
        else others.at(-1)?.classList.add('drop-after')
      }
      const move = ({ clientY }: PointerEvent) => {
        if (clientY < EDGE) window.scrollBy(0, -SCROLL)
        if (clientY > window.innerHeight - EDGE) window.scrollBy(0, SCROLL)
        row.style.transform = `translateY(${clientY + window.scrollY - startsAt}px)`
        before = others.find((each) => clientY < middle(each))?.dataset.id ?? null
        mark()
      }
      const end = (keep: boolean) => {
        window.removeEventListener('pointermove', move)
        window.removeEventListener('pointerup', drop)
        window.removeEventListener('pointercancel', cancel)
        window.removeEventListener('keydown', onKey, true)
        row.classList.remove('is-dragged')
        row.style.removeProperty('transform')
        for (const each of rows) each.classList.remove('drop-before', 'drop-after')
        if (keep && before !== home) dropped.current(id, before)
      }
      const drop = () => end(true)
      const cancel = () => end(false)
      const onKey = (key: KeyboardEvent) => {
        if (key.key !== 'Escape') return
        key.stopPropagation()
        end(false)
      }
      window.addEventListener('pointermove', move)
      window.addEventListener('pointerup', drop)
      window.addEventListener('pointercancel', cancel)
      window.addEventListener('keydown', onKey, true)
    },
    [area],
  )
}

function middle(element: HTMLElement): number {
  const { top, height } = element.getBoundingClientRect()
  return top + height / 2
}
