import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeList, listsQuery } from '../../api/todos'
import type { TodoList } from '../../api/types'
import { say } from '../../frame/toasts'
import { inWords } from '../../i18n/problems'
import { Sheet } from '../../ui/Sheet'
import { Lists } from './Lists'
import { ListSheet } from './ListSheet'
import { useView } from './view'

/** The lists beside the to-dos, on a phone a strip over them and a sheet with all of it. */
export function ListsPart({ trash }: { trash?: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { lists, list, search } = useView()
  const [all, setAll] = useState(false)
  const [editing, setEditing] = useState<TodoList | 'new' | null>(null)
  const moving = useMutation({
    mutationFn: ({ moved, before }: { moved: TodoList; before: string | null }) => changeList(moved.id, { before }),
    onMutate: ({ moved, before }) => {
      const rest = lists.filter(({ id }) => id !== moved.id)
      const at = before === null ? rest.length : rest.findIndex(({ id }) => id === before)
      client.setQueryData(listsQuery.queryKey, rest.toSpliced(at, 0, moved))
    },
    onError: (error) => say(inWords(error, t).title),
    onSettled: () => client.invalidateQueries({ queryKey: listsQuery.queryKey }),
  })
  const edit = (next: TodoList | 'new') => {
    setAll(false)
    setEditing(next)
  }
  const shared = {
    lists,
    list,
    search,
    ...(trash ? { trash } : {}),
    onNew: () => edit('new'),
    onEdit: edit,
    onMove: (moved: TodoList, before: string | null) => moving.mutate({ moved, before }),
  }
  return (
    <>
      <Lists {...shared} onAll={() => setAll(true)} />
      {all && (
        <Sheet title={t('todos.lists.title')} onClose={() => setAll(false)}>
          <Lists {...shared} onGo={() => setAll(false)} />
        </Sheet>
      )}
      {editing && <ListSheet list={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  )
}
