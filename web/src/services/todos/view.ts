import { createContext, useContext } from 'react'
import type { TodoList } from '../../api/types'
import type { Wall } from './civil'
import type { TodosSearch } from './search'
import type { Actions } from './useActions'
import type { Voice } from './useVoice'

/** What the parts of one page of to-dos share. */
export interface View {
  search: TodosSearch
  /** Id of the list that is shown, or all of them. */
  list: string | undefined
  lists: readonly TodoList[]
  change: (next: Partial<TodosSearch>) => void
  wall: Wall
  voice: Voice
  actions: Actions
  picked: ReadonlySet<string>
  pick: (id: string) => void
  /** The to-do whose title is being written anew. */
  renaming: string | null
  rename: (id: string | null) => void
  /** For those who do not see what happens. */
  announce: (words: string) => void
}

const Context = createContext<View | null>(null)
export const ViewProvider = Context.Provider

export function useView(): View {
  const view = useContext(Context)
  if (!view) throw new Error('useView stands outside a page of to-dos')
  return view
}
