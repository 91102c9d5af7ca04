import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Of, parkedKey, parkedQuery, replay } from '../../api/house'
import type { Parked } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { TroublePage } from '../../ui/EmptyPage'
import { useTitle } from '../../ui/page'
import { TableWaiting } from '../../ui/Table'
import { Trouble } from '../../ui/Told'
import { say } from '../toasts'
import { Head } from './Head'
import { called, useHouse } from './house'
import { byThing, type Heap, isBehind } from './heaps'
import { Silent } from './Silent'

/** Events that a consumer could not take. Each heap is one thing: the first stands in the way of the others. */
export default function DeadLetters() {
  const { t } = useTranslation()
  const format = useFormat()
  const parked = useQuery(parkedQuery(useHouse()))
  useTitle(t('admin.dead.title'))
  if (parked.error && !parked.data) return <TroublePage error={parked.error} onRetry={() => parked.refetch()} />
  const heaps = byThing(parked.data?.items ?? [])
  return (
    <>
      <Head title={t('admin.dead.title')}>{parked.data && <p className="small num">{t('admin.dead.count', { count: parked.data.items.length, n: format.number(parked.data.items.length) })}</p>}</Head>
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-4">
        <Silent services={parked.data?.silent ?? []} />
        {parked.isPending && <TableWaiting rows={4} />}
        {parked.data && heaps.length === 0 && <Empty title={t('admin.dead.none')} text={t('admin.dead.noneText')} />}
        {heaps.map((heap) => (
          <HeapCard key={heap.key} heap={heap} />
        ))}
      </div>
    </>
  )
}

function HeapCard({ heap }: { heap: Heap }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { first, letters } = heap
  const replaying = useMutation({
    mutationFn: () => replay(first),
    onSuccess: ({ replayed }) => say(t('admin.dead.replayed', { count: replayed })),
    onSettled: () => client.invalidateQueries({ queryKey: parkedKey }),
  })
  return (
    <article className="card heap">
      <header>
        <div className="min-w-0">
          <h2 className="d3">{t('admin.dead.heap', { service: called('services', first.service, t), source: called('services', first.source, t) })}</h2>
          <p className="tiny num mt-0.5 break-all">
            {first.consumer}, {first.aggregate}
          </p>
        </div>
        <Button small doing={replaying.isPending && t('admin.dead.replaying')} onClick={() => replaying.mutate()}>
          {t('admin.dead.replay', { count: letters.length })}
        </Button>
      </header>
      {replaying.error && (
        <div className="px-[18px] pb-3">
          <Trouble error={replaying.error} />
        </div>
      )}
      <ol>
        {letters.map((letter) => (
          <Letter key={letter.pos} letter={letter} />
        ))}
      </ol>
    </article>
  )
}

function Letter({ letter }: { letter: Of<Parked> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="strong break-all">{letter.type}</p>
        <p className="tiny num">
          <time dateTime={letter.happened_at} title={format.exact(letter.happened_at)}>
            {t('admin.dead.happened', { when: format.when(letter.happened_at), version: letter.version })}
          </time>
        </p>
      </div>
      <p className={`small mt-0.5 break-words ${isBehind(letter) ? '' : 'text-curtain!'}`}>{isBehind(letter) ? t('admin.dead.behind') : letter.reason}</p>
      <details>
        <summary className="link small">{t('admin.dead.body')}</summary>
        {/* Long lines scroll, so the keyboard must reach them. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre tabIndex={0}>{JSON.stringify(letter.body, null, 2)}</pre>
      </details>
    </li>
  )
}
