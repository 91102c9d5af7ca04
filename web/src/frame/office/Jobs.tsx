import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { jobsKey, jobsQuery, type Of, retryJob } from '../../api/house'
import type { Job } from '../../api/types'
import { type Format, useFormat } from '../../i18n/format'
import { Button } from '../../ui/Button'
import { Chip } from '../../ui/Chip'
import { Empty } from '../../ui/Empty'
import { TroublePage } from '../../ui/EmptyPage'
import { More } from '../../ui/More'
import { useTitle } from '../../ui/page'
import { type Column, Table, TableWaiting } from '../../ui/Table'
import { Trouble } from '../../ui/Told'
import { say } from '../toasts'
import { Head } from './Head'
import { called, useHouse } from './house'
import { JOB_STATES } from './routes'
import { Silent } from './Silent'

const route = getRouteApi('/inside/admin/jobs')

/** Work that services do by themselves, and what became of it. */
export default function Jobs() {
  const { t } = useTranslation()
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const jobs = useInfiniteQuery(jobsQuery(useHouse(), state))
  const retrying = useRetry()
  useTitle(t('admin.jobs.title'))
  const columns = useColumns(retrying.mutate, retrying.isPending ? retrying.variables.id : null)
  const choose = (next: typeof state) => void navigate({ search: next ? { state: next } : {}, replace: true, resetScroll: false })
  if (jobs.error && !jobs.data) return <TroublePage error={jobs.error} onRetry={() => jobs.refetch()} />
  const items = jobs.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <Head title={t('admin.jobs.title')} />
      <div className="filters my-4" role="group" aria-label={t('admin.filters')}>
        <button type="button" className={`chip ${state ? '' : 'on'}`} aria-pressed={!state} onClick={() => choose(undefined)}>
          {t('admin.audit.everywhere')}
        </button>
        {JOB_STATES.map((one) => (
          <Chip key={one} on={state === one} onClick={() => choose(state === one ? undefined : one)}>
            {t(`admin.jobs.states.${one}`)}
          </Chip>
        ))}
      </div>
      <div className="grid gap-4">
        <Trouble error={retrying.error} />
        <Silent services={[...new Set(jobs.data?.pages.flatMap((page) => page.silent))]} />
        {jobs.isPending ? <TableWaiting /> : items.length > 0 ? <Table label={t('admin.jobs.title')} columns={columns} rows={items} keyOf={({ id }) => id} /> : <Empty title={t('admin.jobs.none')} text={t('admin.jobs.noneText')} />}
      </div>
      <More has={jobs.hasNextPage} fetching={jobs.isFetchingNextPage} onMore={jobs.fetchNextPage} />
    </>
  )
}

function useRetry() {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (job: Of<Job>) => retryJob(job),
    onSuccess: () => say(t('admin.jobs.retried')),
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey }),
  })
}

function useColumns(onRetry: (job: Of<Job>) => void, retrying: string | null): Column<Of<Job>>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return [
    {
      key: 'kind',
      name: t('admin.jobs.job'),
      cell: (job) => (
        <div className="py-1.5 whitespace-normal" title={job.kind}>
          {called('jobs.kinds', job.kind.replace(/^\w+\./, ''), t)}
          <span className="tiny font-normal max-md:block md:ml-2">{called('services', job.service, t)}</span>
          {job.error && <p className="tiny max-w-[60ch] font-normal break-words text-curtain!">{job.error}</p>}
          <p className="tiny font-normal md:hidden">{format.list([t('admin.jobs.tries', { count: job.attempts }), dueWords(job, t, format)])}</p>
        </div>
      ),
    },
    { key: 'state', name: t('admin.jobs.state'), cell: ({ state }) => <span className={`tag ${STATE_LOOK[state]}`}>{t(`admin.jobs.states.${state}`)}</span> },
    { key: 'attempts', name: t('admin.jobs.attempts'), end: true, desk: true, cell: ({ attempts }) => format.number(attempts) },
    { key: 'due', name: t('admin.jobs.due'), desk: true, cell: (job) => dueWords(job, t, format) },
    { key: 'every', name: t('admin.jobs.rhythm'), desk: true, cell: ({ every_seconds }) => (every_seconds ? t('admin.jobs.every', { span: spanWords(every_seconds, t) }) : t('admin.jobs.once')) },
    {
      key: 'retry',
      name: <span className="sr-only">{t('admin.jobs.retry')}</span>,
      end: true,
      cell: (job) =>
        job.state === 'failed' && (
          <Button small doing={retrying === job.id && t('admin.jobs.retrying')} onClick={() => onRetry(job)}>
            {t('admin.jobs.retry')}
          </Button>
        ),
    },
  ]
}

const STATE_LOOK: Record<Job['state'], string> = { waiting: '', running: 'live', done: 'good', failed: 'bad' }

/** When it is due next, or when it was done. */
function dueWords({ state, run_at, done_at }: Job, t: TFunction, format: Format): string {
  if (state === 'running') return t('admin.jobs.now')
  if (state === 'waiting') return format.when(run_at)
  if (state === 'failed') return t('admin.jobs.gaveUp', { when: format.ago(run_at) })
  return done_at ? t('admin.jobs.ended', { when: format.ago(done_at) }) : '–'
}

function spanWords(seconds: number, t: TFunction): string {
  if (seconds % 86_400 === 0) return t('admin.span.days', { count: seconds / 86_400 })
  if (seconds % 3600 === 0) return t('admin.span.hours', { count: seconds / 3600 })
  if (seconds % 60 === 0) return t('admin.span.minutes', { count: seconds / 60 })
  return t('admin.span.seconds', { count: seconds })
}
