import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { auditQuery, type Of } from '../../api/house'
import type { Deed } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Empty } from '../../ui/Empty'
import { TroublePage } from '../../ui/EmptyPage'
import { More } from '../../ui/More'
import { useTitle } from '../../ui/page'
import { type Column, Table, TableWaiting } from '../../ui/Table'
import { AuditFilters } from './AuditFilters'
import { Detail } from './Detail'
import { Head } from './Head'
import { called, useHouse } from './house'
import { Person } from './Person'
import type { AuditSearch } from './routes'
import { Silent } from './Silent'

const route = getRouteApi('/inside/admin/audit')

/** Who did what to whom, and from where. All services together, or one. */
export default function Audit() {
  const { t } = useTranslation()
  const { service, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const house = useHouse()
  const deeds = useInfiniteQuery(auditQuery(service ? [service] : house, filter))
  const change = (next: AuditSearch) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
  const columns = useColumns(!service)
  useTitle(t('admin.audit.title'))
  if (deeds.error && !deeds.data) return <TroublePage error={deeds.error} onRetry={() => deeds.refetch()} />
  const items = deeds.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <Head title={t('admin.audit.title')} />
      <AuditFilters search={{ service, ...filter }} services={house} seen={items.map(({ action }) => action)} onChange={change} />
      <div className="grid gap-4">
        <Silent services={[...new Set(deeds.data?.pages.flatMap((page) => page.silent))]} />
        {deeds.isPending ? <TableWaiting /> : items.length > 0 ? <Table label={t('admin.audit.title')} columns={columns} rows={items} keyOf={({ id }) => id} /> : <Empty title={t('admin.audit.none')} text={t('admin.audit.noneText')} />}
      </div>
      <More has={deeds.hasNextPage} fetching={deeds.isFetchingNextPage} onMore={deeds.fetchNextPage} end={items.length > 40 ? t('admin.audit.end') : ''} />
    </>
  )
}

function useColumns(merged: boolean): Column<Of<Deed>>[] {
  const { t } = useTranslation()
  const when = (at: string) => <When at={at} />
  return [
    {
      key: 'what',
      name: t('admin.audit.what'),
      cell: (deed) => (
        <div className="py-1.5 whitespace-normal">
          <span title={deed.action}>{called('audit.actions', deed.action, t)}</span>
          {merged && <span className="tiny ml-2 font-normal max-md:hidden">{called('services', deed.service, t)}</span>}
          <Detail detail={deed.detail} />
          <p className="tiny font-normal md:hidden">
            {merged && `${called('services', deed.service, t)}, `}
            {when(deed.at)}
            {deed.actor && ', '}
            {deed.actor && <Person id={deed.actor} />}
          </p>
        </div>
      ),
    },
    { key: 'who', name: t('admin.audit.who'), desk: true, cut: true, cell: ({ actor }) => (actor ? <Person id={actor} /> : t('admin.audit.nobody')) },
    { key: 'whom', name: t('admin.audit.whom'), cut: true, cell: ({ service, actor, subject }) => (subject === null ? '–' : subject === actor ? t('admin.audit.self') : <Subject service={service} id={subject} />) },
    { key: 'from', name: t('admin.audit.from'), desk: true, cell: ({ address }) => <span className="num">{address}</span> },
    { key: 'at', name: t('admin.audit.when'), desk: true, cell: ({ at }) => when(at) },
  ]
}

/** Deeds of accounts are done to people; those of other services to things that only they know. */
function Subject({ service, id }: { service: string; id: string }) {
  if (service === 'accounts') return <Person id={id} />
  return <span className="num" title={id}>{`${id.slice(0, 8)}…`}</span>
}

function When({ at }: { at: string }) {
  const format = useFormat()
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.ago(at)}
    </time>
  )
}
