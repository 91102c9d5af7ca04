/** Calls of the to-dos service. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, patch, post, remove } from './client'
import type { ListColor, Todo, TodoDraft, TodoLabel, TodoList, Todos } from './types'

/** What a view of the to-dos asks for. */
export interface TodosFilter {
  list?: string
  state?: 'open' | 'done' | 'trash'
  label?: string
  priority?: number
  due?: 'overdue' | 'today' | 'week' | 'none'
  q?: string
  sort?: 'order' | 'due' | '-created'
}

const PAGE = 100

export const todosKey = ['todos'] as const
export const itemsKey = [...todosKey, 'items'] as const

export const itemsQuery = (filter: TodosFilter) =>
  infiniteQueryOptions({
    queryKey: [...itemsKey, filter],
    queryFn: ({ pageParam, signal }) => get<Todos>('/todos/items', { query: { state: 'open', ...filter, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // When to look again is decided by the page, so that nothing moves under the pointer.
    staleTime: 5_000,
    refetchOnWindowFocus: false,
  })

/** How many there are of each kind. */
export const countsQuery = queryOptions({
  queryKey: [...todosKey, 'counts'],
  queryFn: async ({ signal }) => (await get<Todos>('/todos/items', { query: { state: 'open', limit: 1 }, signal })).counts,
  staleTime: 5_000,
})

/** What is late, what is to be done today, and what comes in the next days. */
export const dueQuery = queryOptions({
  queryKey: [...todosKey, 'due'],
  queryFn: async ({ signal }) => {
    const ask = (due: string, limit: number) => get<Todos>('/todos/items', { query: { state: 'open', due, sort: 'due', limit }, signal })
    // What is late must not push out what is next.
    const [late, week] = await Promise.all([ask('overdue', 3), ask('week', 7)])
    const seen = new Set(late.items.map(({ id }) => id))
    return { items: [...late.items, ...week.items.filter(({ id }) => !seen.has(id))], more: late.next !== null || week.next !== null, open: week.counts.open }
  },
  staleTime: 15_000,
})

export const itemQuery = (id: string) =>
  queryOptions({
    queryKey: [...todosKey, 'item', id],
    queryFn: ({ signal }) => get<Todo>(`/todos/items/${encodeURIComponent(id)}`, { signal }),
    staleTime: 5_000,
  })

export const listsQuery = queryOptions({
  queryKey: [...todosKey, 'lists'],
  queryFn: async ({ signal }) => (await get<{ items: TodoList[] }>('/todos/lists', { signal })).items,
  staleTime: 15_000,
})

export const labelsQuery = queryOptions({
  queryKey: [...todosKey, 'labels'],
  queryFn: async ({ signal }) => (await get<{ items: TodoLabel[] }>('/todos/labels', { signal })).items,
  staleTime: 15_000,
})

const at = (id: string) => `/todos/items/${encodeURIComponent(id)}`

export const addItem = (draft: TodoDraft, key: string) => post<Todo>('/todos/items', draft, { key })
/** With a version, refused when somebody changed it meanwhile. */
export const changeItem = (id: string, change: Partial<TodoDraft> & { completed?: boolean }, version?: number) => patch<Todo>(at(id), change, { version })
export const trashItem = (id: string) => remove<Todo>(at(id))
export const restoreItem = (id: string) => post<Todo>(`${at(id)}/restorations`, {})
export const moveItem = (id: string, before: string | null) => post<Todo>(`${at(id)}/moves`, { before })
export const emptyTrash = () => remove<{ deleted: number }>('/todos/trash')
export const deleteForever = (id: string) => remove(`/todos/trash/${encodeURIComponent(id)}`)

export interface ListDraft {
  name?: string
  color?: ListColor | null
}
export const addList = (draft: ListDraft, key: string) => post<TodoList>('/todos/lists', draft, { key })
export const changeList = (id: string, change: ListDraft & { before?: string | null }, version?: number) => patch<TodoList>(`/todos/lists/${encodeURIComponent(id)}`, change, { version })
export const removeList = (id: string) => remove(`/todos/lists/${encodeURIComponent(id)}`)

/** The topic of one person's to-dos. */
export const todosTopic = (user: string) => `todos.items.${user}`
