/** What the page knows of to-dos, changed before the server has answered. */
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import { dueQuery, itemQuery, itemsKey } from '../../api/todos'
import type { Todo, Todos } from '../../api/types'

type Pages = InfiniteData<Todos, string | null>
export type Snapshot = [QueryKey, Pages | undefined][]

export const snapshot = (client: QueryClient): Snapshot => client.getQueriesData<Pages>({ queryKey: itemsKey })

export function putBack(client: QueryClient, before: Snapshot) {
  for (const [key, data] of before) client.setQueryData(key, data)
}

/** Changes each to-do wherever it is shown; null takes it away. */
export function change(client: QueryClient, make: (todo: Todo) => Todo | null) {
  const all = (items: Todo[]) => items.flatMap((item) => make(item) ?? [])
  client.setQueriesData<Pages>({ queryKey: itemsKey }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: all(page.items) })) })
  client.setQueryData(dueQuery.queryKey, (data) => data && { ...data, items: all(data.items) })
}

/** Puts in what the server answered. */
export function renew(client: QueryClient, fresh: Todo) {
  change(client, (todo) => (todo.id === fresh.id ? fresh : todo))
  client.setQueryData(itemQuery(fresh.id).queryKey, fresh)
}

export function known(client: QueryClient, id: string): Todo | undefined {
  for (const [, data] of snapshot(client)) {
    const found = data?.pages.flatMap((page) => page.items).find((item) => item.id === id)
    if (found) return found
  }
  return undefined
}

/** Lets one stand before another, or last. */
export function reorder(client: QueryClient, id: string, before: string | null) {
  client.setQueriesData<Pages>({ queryKey: itemsKey, predicate: ({ queryKey }) => (queryKey[2] as { sort?: string }).sort === 'order' }, (data) => {
    const items = data?.pages.flatMap((page) => page.items)
    const moved = items?.find((item) => item.id === id)
    if (!data || !items || !moved) return data
    const rest = items.filter((item) => item.id !== id)
    const at = before === null ? rest.length : rest.findIndex((item) => item.id === before)
    rest.splice(at < 0 ? rest.length : at, 0, moved)
    // The pages keep their lengths, so that the cursors between them stay true enough until the next look.
    let from = 0
    const pages = data.pages.map((page) => ({ ...page, items: rest.slice(from, (from += page.items.length)) }))
    return { ...data, pages }
  })
}
