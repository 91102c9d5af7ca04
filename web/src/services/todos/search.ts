/** The state of a list of to-dos, as it stands in the address. */
import type { TodosFilter } from '../../api/todos'
import { dropEmpty, oneOf, whole, words } from '../../ui/address'

const DUES = ['overdue', 'today', 'week', 'none'] as const
const SORTS = ['order', 'due', '-created'] as const

export interface TodosSearch {
  state?: 'done'
  due?: (typeof DUES)[number]
  priority?: number
  label?: string
  q?: string
  sort?: (typeof SORTS)[number]
  view?: 'board'
  /** The to-do whose sheet is open. */
  item?: string
  /** What the line for a new one begins with, from the field on top. */
  write?: string
}

/** Reads an address; what makes no sense is left out instead of refused. */
export function readSearch(search: Record<string, unknown>): TodosSearch {
  // An empty line only wants to be gone to.
  const write = search.write === '' ? { write: '' } : {}
  return Object.assign(dropEmpty({
    state: oneOf(search.state, ['done'] as const),
    due: oneOf(search.due, DUES),
    priority: whole(search.priority, 1, 3),
    label: words(search.label),
    q: words(search.q),
    sort: oneOf(search.sort, SORTS),
    view: oneOf(search.view, ['board'] as const),
    item: words(search.item),
    write: words(search.write),
  }), write)
}

/** What is done comes as it was finished, the last one first; that is the server's own order. A list is in the order that its owner gave it; everything together is by day. */
export const sortOf = ({ sort, view }: TodosSearch, list: string | undefined): NonNullable<TodosFilter['sort']> => (view === 'board' ? 'due' : (sort ?? (list ? 'order' : 'due')))

export function filterOf(search: TodosSearch, list: string | undefined): TodosFilter {
  const { state, due, priority, label, q } = search
  return dropEmpty({ list, state, due, priority, label, q, sort: state === 'done' ? undefined : sortOf(search, list) })
}

export const hasFilters = ({ due, priority, label, q }: TodosSearch) => Boolean(due || priority || label || q)
