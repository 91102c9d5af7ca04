import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import type { UserRow } from '../../../api/types'
import { calledUser, usersQuery } from '../../../api/users'
import { useFormat } from '../../../i18n/format'
import { Button } from '../../../ui/Button'
import { Empty } from '../../../ui/Empty'
import { TroublePage } from '../../../ui/EmptyPage'
import { More } from '../../../ui/More'
import { useTitle } from '../../../ui/page'
import { type Column, Table, TableWaiting } from '../../../ui/Table'
import { useRowKeys } from '../../../ui/useRowKeys'
import { Finder } from '../people/Finder'
import { type UsersSearch, withFilter } from '../people/search'

const route = getRouteApi('/inside/admin/users')

/** The server counts no further. */
const COUNTED = 1000

/** Everybody who has an account. Everything one sees stands in the address. */
export default function Users() {
  const { t } = useTranslation()
  const format = useFormat()
  const { n, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useRef<HTMLDivElement>(null)
  useRowKeys(list)
  useTitle(t('admin.users.title'))

  // Read once: later pages put their count into the address, which must not fetch the first page again.
  const [linked] = useState(n)
  const users = useInfiniteQuery(usersQuery(filter, linked))
  const change = (next: UsersSearch) => void navigate({ search: (before) => withFilter(before, next), replace: true, resetScroll: false })
  const columns = useColumns()

  const { fetchNextPage } = users
  const more = useCallback(async () => {
    const { data } = await fetchNextPage()
    const shown = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
    void navigate({ search: (before) => ({ ...before, n: shown }), replace: true, resetScroll: false })
  }, [fetchNextPage, navigate])

  if (users.error && !users.data) return <TroublePage error={users.error} onRetry={() => users.refetch()} />
  const first = users.data?.pages[0]
  const items = users.data?.pages.flatMap((page) => page.items) ?? []
  const count = first ? t(first.total < COUNTED ? 'admin.users.count' : 'admin.users.countMore', { count: first.total, n: format.number(first.total) }) : ''
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-end justify-between gap-x-4">
        <h1 className="d1">{t('admin.users.title')}</h1>
        <p className="small num" role="status">
          {count}
        </p>
      </div>
      <Finder search={filter} searching={users.isFetching && !users.isFetchingNextPage} onChange={change} />
      <div ref={list}>
        {users.isPending && <TableWaiting />}
        {items.length > 0 && <Table label={t('admin.users.title')} columns={columns} rows={items} keyOf={({ id }) => id} leads />}
        {first && items.length === 0 && (
          <Empty title={t('admin.users.none')} text={t('admin.users.noneText')}>
            <Button small look="primary" onClick={() => change({ q: undefined, role: undefined, state: undefined })}>
              {t('admin.users.everybody')}
            </Button>
          </Empty>
        )}
        <More has={users.hasNextPage} fetching={users.isFetchingNextPage} onMore={more} />
      </div>
      {items.length > 0 && <Keys />}
    </>
  )
}

function useColumns(): Column<UserRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return [
    {
      key: 'name',
      name: t('fields.name'),
      cut: true,
      cell: (user) => (
        <>
          <Link to="/admin/users/$id" params={{ id: user.id }} preload="intent" data-row>
            {calledUser(user)}
          </Link>
          {user.role !== 'user' && <span className="tag ml-2 md:hidden">{t(`account.role.${user.role}`)}</span>}
          <span className="small block overflow-hidden font-normal text-ellipsis md:hidden">{user.email}</span>
        </>
      ),
    },
    { key: 'email', name: t('fields.email'), desk: true, cut: true, cell: ({ email }) => email },
    { key: 'role', name: t('admin.users.role'), desk: true, cell: ({ role }) => (role === 'user' ? t('account.role.user') : <span className="tag">{t(`account.role.${role}`)}</span>) },
    { key: 'seen', name: t('admin.users.seen'), desk: true, cell: ({ seen_at }) => (seen_at ? <span title={format.exact(seen_at)}>{format.ago(seen_at)}</span> : t('admin.users.never')) },
    { key: 'devices', name: t('admin.users.devices'), end: true, desk: true, cell: ({ sessions }) => format.number(sessions) },
    {
      key: 'state',
      name: t('admin.users.state'),
      cell: ({ suspended, confirmed }) =>
        suspended ? <span className="tag bad">{t('admin.users.suspended')}</span> : confirmed ? t('admin.users.confirmed') : <span className="text-curtain">{t('admin.users.unconfirmed')}</span>,
    },
  ]
}

function Keys() {
  const key = <kbd className="key" />
  return (
    <p className="small mt-5 max-md:hidden">
      <Trans i18nKey="games.keys" components={{ 1: key, 3: key, 5: key, 7: key }} />
    </p>
  )
}
