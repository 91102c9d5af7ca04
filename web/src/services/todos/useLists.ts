import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { listsQuery } from '../../api/todos'
import type { TodoList } from '../../api/types'

/** What the server calls the list that everybody has. */
const FIRST = 'To do'

/** One's lists. The one that everybody has is called in the language of the page, until its owner renames it. */
export function useLists() {
  const { t } = useTranslation()
  const first = t('todos.lists.first')
  const select = useCallback((lists: TodoList[]) => lists.map((list) => (list.name === FIRST && !list._templates.delete ? { ...list, name: first } : list)), [first])
  return useQuery({ ...listsQuery, select })
}
