import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { isProblem } from '../../../api/client'
import { itemsQuery } from '../../../api/todos'
import type { Me } from '../../../api/types'
import { dropEmpty } from '../../../ui/address'
import { EmptyPage, TroublePage } from '../../../ui/EmptyPage'
import { More } from '../../../ui/More'
import { useTitle } from '../../../ui/page'
import { Bulk } from '../Bulk'
import { Detail } from '../Detail'
import { FilterBar } from '../FilterBar'
import { Heading, KeysLine, NewsPill } from '../Heading'
import { Board, Items, ItemsWaiting } from '../Items'
import { Keys } from '../Keys'
import { ListsPart } from '../ListsPart'
import { Nothing } from '../Nothing'
import { QuickAdd } from '../QuickAdd'
import { filterOf, sortOf, type TodosSearch } from '../search'
import { useActions } from '../useActions'
import { useDrag } from '../useDrag'
import { useLists } from '../useLists'
import { usePicked } from '../usePicked'
import { useQuiet } from '../useQuiet'
import { useTodoKeys } from '../useTodoKeys'
import { useVoice, useWall } from '../useVoice'
import { type View, ViewProvider } from '../view'
import '../../../styles/todos.css'

/** Everything one has to do, or one list of it. What is shown stands in the address. */
export default function TodosPage() {
  const me = useMe()
  const { list } = useParams({ strict: false })
  // Another list is another page: nothing selected there is selected here.
  return me && <Page key={list ?? ''} me={me} list={list} />
}

function Page({ me, list }: { me: Me; list: string | undefined }) {
  const { t } = useTranslation()
  const search: TodosSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const [help, setHelp] = useState(false)
  const { picked, pick, clear } = usePicked()
  const [renaming, rename] = useState<string | null>(null)
  const [said, announce] = useState('')

  const lists = useLists()
  const found = useInfiniteQuery(itemsQuery(filterOf(search, list)))
  const items = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data])
  const sort = sortOf(search, list)
  // A place is one on a list: among all of them, moving one would carry it to another list.
  const ordered = sort === 'order' && list !== undefined && search.state !== 'done'
  const board = search.view === 'board' && search.state !== 'done'
  const name = list ? lists.data?.find(({ id }) => id === list)?.name : undefined
  useTitle(name ?? t('todos.title'))

  const quiet = useQuiet(me.id)
  const { area } = quiet
  const actions = useActions(quiet)
  const wall = useWall()
  const voice = useVoice()
  const change = useCallback(
    (next: Partial<TodosSearch>) => {
      // Opening one is a step of its own, so that the way back closes it; filters are none.
      const replace = next.item === undefined
      void navigate({ to: '.', search: (before: TodosSearch) => dropEmpty({ ...before, ...next }), replace, resetScroll: false } as Parameters<typeof navigate>[0])
    },
    [navigate],
  )
  const view: View = useMemo(
    () => ({ search, list, lists: lists.data ?? [], change, wall, voice, actions, picked, pick, renaming, rename, announce }),
    [search, list, lists.data, change, wall, voice, actions, picked, pick, renaming],
  )
  const onGrip = useDrag(area, (id, before) => {
    const todo = items.find((item) => item.id === id)
    if (todo) actions.move(todo, before, true)
  })
  const onNew = () => field.current?.focus()
  useTodoKeys({ area, view, items, ordered, onNew, onHelp: () => setHelp(true), onClear: clear })

  if (isProblem(found.error, '/problems/todos/no-such-list')) return <NoSuchList />
  if (found.error && !found.data) return <TroublePage error={found.error} onRetry={() => void found.refetch()} />
  return (
    <ViewProvider value={view}>
      <Heading name={name} onHelp={() => setHelp(true)} />
      <QuickAdd field={field} onAdded={(id) => quiet.changed([id])} />
      <div className={`two ${board ? 'wide' : ''}`}>
        <ListsPart />
        <div className="min-w-0">
          <FilterBar />
          <NewsPill news={quiet.news} onShow={quiet.now} />
          <div ref={area}>
            {found.isPending && <ItemsWaiting />}
            {found.data && items.length === 0 && <Nothing onNew={onNew} />}
            {items.length > 0 && board && <Board items={items} />}
            {items.length > 0 && !board && <Items items={items} byDay={sort === 'due' && search.state !== 'done'} onGrip={ordered ? onGrip : undefined} />}
            <More has={found.hasNextPage} fetching={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
          </div>
          {items.length > 0 && <KeysLine />}
        </div>
      </div>
      <Bulk todos={items.filter(({ id }) => picked.has(id))} onClear={clear} />
      {search.item && <Detail key={search.item} id={search.item} onSaved={(id) => quiet.changed([id])} />}
      {help && <Keys onClose={() => setHelp(false)} />}
      <p className="sr-only" role="status">
        {said}
      </p>
    </ViewProvider>
  )
}

function NoSuchList() {
  const { t } = useTranslation()
  return (
    <EmptyPage title={t('todos.noListTitle')} text={t('todos.noList')}>
      <Link to="/todos" className="btn sm primary">
        {t('todos.everything')}
      </Link>
    </EmptyPage>
  )
}
