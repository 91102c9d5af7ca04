import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { changeItem, itemsKey, moveItem, restoreItem, trashItem } from '../../api/todos'
import type { Todo, TodoDraft } from '../../api/types'
import { say } from '../../frame/toasts'
import { inWords } from '../../i18n/problems'
import { change as changeCached, putBack, renew, reorder, snapshot } from './cache'
import type { Quiet } from './useQuiet'

export interface Actions {
  finish: (todos: readonly Todo[], done: boolean) => void
  trash: (todos: readonly Todo[]) => void
  restore: (todos: readonly Todo[]) => void
  /** The same change to all of them; said when it is done. */
  edit: (todos: readonly Todo[], draft: Partial<TodoDraft>, told: string) => void
  /** Lets it stand before another, or last; gliding there when it was dragged. */
  move: (todo: Todo, before: string | null, glide?: boolean) => void
  /** Takes back the last of these. */
  undo: () => void
}

/** What one does to to-dos: at once on the page, taken back if the server refuses, and to be undone for a while. */
export function useActions(quiet: Pick<Quiet, 'changed' | 'now'>): Actions {
  const { t } = useTranslation()
  const client = useQueryClient()
  const last = useRef<(() => void) | null>(null)
  const moving = useRef<Promise<unknown>>(Promise.resolve())
  const { changed, now } = quiet

  return useMemo(() => {
    const name = (todos: readonly Todo[]) => ({ count: todos.length, title: todos[0]?.title ?? '' })

    /** Shows `shape` at once, sends each, and puts back what was refused. */
    const all = async (todos: readonly Todo[], shape: (todo: Todo) => Todo | null, send: (todo: Todo) => Promise<Todo>) => {
      await client.cancelQueries({ queryKey: itemsKey })
      const ids = new Set(todos.map(({ id }) => id))
      const before = snapshot(client)
      changeCached(client, (todo) => (ids.has(todo.id) ? shape(todo) : todo))
      const answers = await Promise.allSettled(todos.map(send))
      const refused = answers.find((answer) => answer.status === 'rejected')
      if (refused) {
        putBack(client, before)
        last.current = null
        // What was typed or chosen is not lost: the same can be tried once more.
        say(refusal(refused.reason), { name: t('actions.retry'), run: () => void all(todos, shape, send) })
      }
      for (const answer of answers) if (answer.status === 'fulfilled') renew(client, answer.value)
      if (refused) now()
      changed([...ids])
    }
    const refusal = (error: unknown) => {
      const { title, detail } = inWords(error, t)
      return `${title}. ${detail}`
    }
    /** Says what was done, with the way back. */
    const told = (words: string, undo: () => Promise<unknown>) => {
      const run = () => {
        last.current = null
        void undo().then(now)
      }
      last.current = run
      say(words, { name: t('todos.undo'), run })
    }

    const completed = (done: boolean) => ({ completed: done, completed_at: done ? new Date().toISOString() : null })
    const setDone = (todos: readonly Todo[], done: boolean) => all(todos, (todo) => ({ ...todo, ...completed(done) }), (todo) => changeItem(todo.id, { completed: done }))
    const setTrashed = (todos: readonly Todo[], away: boolean) => all(todos, () => null, (todo) => (away ? trashItem(todo.id) : restoreItem(todo.id)))

    return {
      finish: (todos, done) => {
        const repeats = done && todos.length === 1 && todos[0]!.repeat !== null
        told(t(done ? (repeats ? 'todos.said.finishedRepeat' : 'todos.said.finished') : 'todos.said.reopened', name(todos)), () => setDone(todos, !done))
        void setDone(todos, done)
      },
      trash: (todos) => {
        told(t('todos.said.trashed', name(todos)), () => setTrashed(todos, false))
        void setTrashed(todos, true)
      },
      restore: (todos) => {
        told(t('todos.said.restored', name(todos)), () => setTrashed(todos, true))
        void setTrashed(todos, false)
      },
      edit: (todos, draft, words) => {
        const set = (change: (todo: Todo) => Partial<TodoDraft>) => all(todos, (todo) => ({ ...todo, ...change(todo) }), (todo) => changeItem(todo.id, change(todo)))
        const keys = Object.keys(draft) as (keyof TodoDraft)[]
        told(words, () => set((todo) => Object.fromEntries(keys.map((key) => [key, todos.find(({ id }) => id === todo.id)?.[key]]))))
        void set(() => draft)
      },
      move: (todo, before, glide) => {
        const then = snapshot(client)
        const update = () => reorder(client, todo.id, before)
        if (glide) smoothly(update)
        else flushSync(update)
        // One after the other, or the server would see quick steps in any order.
        moving.current = moving.current.then(() => moveItem(todo.id, before)).then(
          (fresh) => {
            renew(client, fresh)
            changed([fresh.id])
          },
          (error) => {
            putBack(client, then)
            now()
            say(refusal(error))
          },
        )
      },
      undo: () => last.current?.(),
    }
  }, [client, t, changed, now])
}

/** Rows glide to their new places where the browser can and the person likes it. */
function smoothly(update: () => void) {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  if (still || !('startViewTransition' in document)) return update()
  document.startViewTransition(() => flushSync(update))
}
