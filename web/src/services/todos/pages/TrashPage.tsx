import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { deleteForever, emptyTrash, itemsQuery, todosKey } from '../../../api/todos'
import type { Me, Todo } from '../../../api/types'
import { say } from '../../../frame/toasts'
import { useFormat } from '../../../i18n/format'
import { Button } from '../../../ui/Button'
import { Confirm } from '../../../ui/Confirm'
import { Empty } from '../../../ui/Empty'
import { TroublePage } from '../../../ui/EmptyPage'
import { More } from '../../../ui/More'
import { useTitle } from '../../../ui/page'
import { Bulk } from '../Bulk'
import { ItemsWaiting } from '../Items'
import { ListsPart } from '../ListsPart'
import { useActions } from '../useActions'
import { useLists } from '../useLists'
import { usePicked } from '../usePicked'
import { useQuiet } from '../useQuiet'
import { useTodoKeys } from '../useTodoKeys'
import { useVoice, useWall } from '../useVoice'
import { type View, ViewProvider } from '../view'
import '../../../styles/todos.css'

/** What was thrown away: it can come back for thirty days, or go for good. */
export default function TrashPage() {
  const me = useMe()
  return me && <Trash me={me} />
}

const nothing = () => {}

function Trash({ me }: { me: Me }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [emptying, setEmptying] = useState(false)
  const { picked, pick, clear } = usePicked()
  const lists = useLists()
  const found = useInfiniteQuery(itemsQuery({ state: 'trash' }))
  const items = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data])
  useTitle(t('todos.trash.title'))
  const quiet = useQuiet(me.id)
  const { area } = quiet
  const actions = useActions(quiet)
  const wall = useWall()
  const voice = useVoice()
  const view: View = useMemo(
    () => ({ search: {}, list: undefined, lists: lists.data ?? [], change: nothing, wall, voice, actions, picked, pick, renaming: null, rename: nothing, announce: nothing }),
    [lists.data, wall, voice, actions, picked, pick],
  )
  useTodoKeys({ area, view, items, ordered: false, onNew: nothing, onHelp: nothing, onClear: clear })
  const emptied = useMutation({
    mutationFn: emptyTrash,
    onSuccess: ({ deleted }) => {
      setEmptying(false)
      say(t('todos.trash.emptied', { count: deleted }))
      return client.invalidateQueries({ queryKey: todosKey })
    },
  })
  if (found.error && !found.data) return <TroublePage error={found.error} onRetry={() => void found.refetch()} />
  return (
    <ViewProvider value={view}>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1 className="d1">{t('todos.trash.title')}</h1>
        {items.length > 0 && (
          <Button small onClick={() => setEmptying(true)}>
            {t('todos.trash.empty')}
          </Button>
        )}
      </div>
      <div className="two mt-6!">
        <ListsPart trash />
        <div ref={area} className="min-w-0">
          <p className="small mb-3">{t('todos.trash.text')}</p>
          {found.isPending && <ItemsWaiting />}
          {found.data && items.length === 0 && <Empty title={t('todos.trash.nothingTitle')} text={t('todos.trash.nothing')} />}
          <ul className="rows" aria-label={t('todos.trash.title')}>
            {items.map((todo) => (
              <Row key={todo.id} todo={todo} chosen={picked.has(todo.id)} onPick={pick} onRestore={() => actions.restore([todo])} />
            ))}
          </ul>
          <More has={found.hasNextPage} fetching={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
        </div>
      </div>
      <Bulk todos={items.filter(({ id }) => picked.has(id))} onClear={clear} />
      <Confirm
        open={emptying}
        danger
        title={t('todos.trash.sure', { count: items.length })}
        text={t('todos.trash.sureText')}
        act={t('todos.trash.empty')}
        doing={emptied.isPending && t('todos.trash.emptying')}
        error={emptied.error}
        onAct={() => emptied.mutate()}
        onClose={() => setEmptying(false)}
      />
    </ViewProvider>
  )
}

interface RowProps {
  todo: Todo
  chosen: boolean
  onPick: (id: string) => void
  onRestore: () => void
}

function Row({ todo, chosen, onPick, onRestore }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const [sure, setSure] = useState(false)
  const away = useMutation({ mutationFn: () => deleteForever(todo.id), onSuccess: () => client.invalidateQueries({ queryKey: todosKey }) })
  const { id, title, trashed_at, _templates: may } = todo
  return (
    <li className={`todo in-trash ${chosen ? 'is-picked' : ''}`} data-id={id}>
      <input type="checkbox" className="check" data-row checked={chosen} aria-label={t('todos.selectOne', { title })} onChange={() => onPick(id)} />
      <div className="what">
        <span className="title">{title}</span>
        {trashed_at && (
          <span className="small block" title={format.exact(trashed_at)}>
            {t('todos.trash.since', { when: format.when(trashed_at) })}
          </span>
        )}
      </div>
      <span className="flex flex-wrap justify-end gap-2">
        {may.restore && (
          <Button small onClick={onRestore}>
            {t('todos.trash.restore')}
          </Button>
        )}
        {may.delete_forever && (
          <Button small look="quiet" className="text-curtain" onClick={() => setSure(true)} aria-label={t('todos.trash.deleteOne', { title })}>
            {t('todos.trash.delete')}
          </Button>
        )}
      </span>
      <Confirm
        open={sure}
        danger
        title={t('todos.trash.deleteSure', { title })}
        text={t('todos.trash.sureText')}
        act={t('todos.trash.delete')}
        doing={away.isPending && t('todos.trash.emptying')}
        error={away.error}
        onAct={() => away.mutate()}
        onClose={() => setSure(false)}
      />
    </li>
  )
}
