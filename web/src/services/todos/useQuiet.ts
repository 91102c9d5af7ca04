import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { live } from '../../api/live'
import { itemsKey, todosKey, todosTopic } from '../../api/todos'

/** How long after the pointer has left; it often only passes by. */
const SETTLE = 400
/** A hint about what was changed here itself arrives within this. */
const ECHO = 8_000
const FASTER = 1_200

export interface Quiet {
  /** Around the list; always there, also while the list is not. */
  area: RefObject<HTMLDivElement | null>
  /** These were changed here: looks anew when that moves nothing under the pointer. */
  changed: (ids: readonly string[]) => void
  /** Looks anew at once. */
  now: () => void
  /** Something was changed elsewhere and waits until the pointer is gone. */
  news: boolean
}

/**
 * Looks anew when something changed, here or elsewhere, but never while the pointer is over the list or the
 * keyboard is in it: what one is about to press stays where it is.
 */
export function useQuiet(user: string): Quiet {
  const area = useRef<HTMLDivElement>(null)
  const client = useQueryClient()
  const [news, setNews] = useState(false)
  const wanted = useRef(false)
  const over = useRef(false)
  const own = useRef(new Map<string, number>())

  const now = useCallback(() => {
    wanted.current = false
    setNews(false)
    void client.invalidateQueries({ queryKey: itemsKey })
  }, [client])

  const settle = useCallback(() => {
    const list = area.current
    if (wanted.current && !over.current && !list?.querySelector(':focus-visible')) now()
  }, [now])

  const aside = useCallback(() => {
    // What stands beside the list may change at any time.
    void client.invalidateQueries({ queryKey: todosKey, predicate: ({ queryKey }) => queryKey[1] !== itemsKey[1] })
  }, [client])

  const changed = useCallback(
    (ids: readonly string[]) => {
      for (const id of ids) own.current.set(id, Date.now())
      wanted.current = true
      settle()
      aside()
    },
    [settle, aside],
  )

  useEffect(
    () =>
      live.subscribe(todosTopic(user), (hint) => {
        const ids = hint.kind === 'data' ? ((hint.data as { changed?: string[] }).changed ?? []) : []
        const mine = () => ids.some((id) => Date.now() - (own.current.get(id) ?? 0) < ECHO)
        wanted.current = true
        settle()
        aside()
        // A hint about a change of one's own may be faster than the answer to it.
        setTimeout(() => {
          if (wanted.current && !mine()) setNews(true)
        }, FASTER)
      }),
    [user, settle, aside],
  )

  useEffect(() => {
    const element = area.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout>
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(settle, SETTLE)
    }
    const enter = (event: PointerEvent) => {
      // A finger is gone as soon as it is lifted.
      over.current = event.pointerType === 'mouse'
    }
    const leave = () => {
      over.current = false
      later()
    }
    const seen = () => {
      if (document.visibilityState !== 'visible') return
      wanted.current = true
      later()
    }
    element.addEventListener('pointerenter', enter)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('focusout', later)
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearTimeout(timer)
      element.removeEventListener('pointerenter', enter)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('focusout', later)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [settle])

  return { area, changed, now, news }
}
