import { type RefObject, useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Todo } from '../../api/types'
import { isTyping } from '../../ui/typing'
import { useRowKeys } from '../../ui/useRowKeys'
import type { View } from './view'

interface Parts {
  area: RefObject<HTMLElement | null>
  view: View
  items: readonly Todo[]
  /** Whether the order is one's own, so that a row can be moved. */
  ordered: boolean
  onNew: () => void
  onHelp: () => void
  onClear: () => void
}

/** The keys of a list of to-dos; `?` shows them all. */
export function useTodoKeys({ area, view, items, ordered, onNew, onHelp, onClear }: Parts) {
  const { t } = useTranslation()
  useRowKeys(area)
  const { actions, pick, rename, announce, picked } = view

  /** The focus goes to a neighbour before its row leaves. */
  const away = (todo: Todo) => {
    const row = rowOf(document.activeElement)
    const next = row?.nextElementSibling ?? row?.previousElementSibling
    next?.querySelector<HTMLElement>('[data-row]')?.focus()
    actions.trash([todo])
  }

  const step = (todo: Todo, by: -1 | 1) => {
    if (!ordered) return announce(t('todos.said.notOrdered'))
    const at = items.indexOf(todo)
    const to = at + by
    if (to < 0 || to >= items.length) return announce(t(by < 0 ? 'todos.said.first' : 'todos.said.last'))
    actions.move(todo, (by < 0 ? items[to] : items[to + 1])?.id ?? null)
    announce(t('todos.said.place', { title: todo.title, place: to + 1, count: items.length }))
    requestAnimationFrame(() => area.current?.querySelector<HTMLElement>(`[data-id="${todo.id}"] [data-row]`)?.focus())
  }

  const act = useEffectEvent((event: KeyboardEvent) => {
    if (document.querySelector('dialog[open]') || event.defaultPrevented) return
    if (event.key === 'Escape' && picked.size > 0) return onClear()
    if (isTyping(event.target) && !(event.target instanceof HTMLInputElement && event.target.type === 'checkbox')) return
    const todo = items.find(({ id }) => id === rowOf(document.activeElement)?.dataset.id)
    const key = keyOf(event)
    const may = todo?._templates ?? {}
    const deeds: Record<string, (() => void) | false | undefined> = {
      n: onNew,
      '?': onHelp,
      u: actions.undo,
      x: todo && (() => pick(todo.id)),
      e: may.edit && (() => rename(todo!.id)),
      c: (may.finish ?? may.reopen) && (() => actions.finish([todo!], !todo!.completed)),
      Delete: may.trash && (() => away(todo!)),
      'alt+ArrowUp': todo && (() => step(todo, -1)),
      'alt+ArrowDown': todo && (() => step(todo, 1)),
    }
    const deed = deeds[key]
    if (!deed) return
    event.preventDefault()
    deed()
  })

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => act(event)
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function keyOf(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey) return ''
  return event.altKey ? `alt+${event.key}` : event.key
}

const rowOf = (element: Element | null) => element?.closest<HTMLElement>('[data-id]')
