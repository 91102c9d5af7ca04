import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../../api/client'
import { historyQuery, undoEntry } from '../../../api/games'
import type { Work, WorkEntry, WorkField } from '../../../api/types'
import { useFormat } from '../../../i18n/format'
import { Button } from '../../../ui/Button'
import { Bar, Skeleton } from '../../../ui/Skeleton'
import { Trouble } from '../../../ui/Told'
import { FIELDS } from './fields'

/** What staff did to this game, newest first; what can be put back has a button for it. */
export function History({ work, onDone }: { work: Work; onDone: (fresh: Work) => Promise<unknown> }) {
  const { t } = useTranslation()
  const history = useInfiniteQuery(historyQuery(work.id))
  const items = history.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="d3">
        {t('keep.history.title')}
      </h2>
      <Trouble error={history.error} />
      {history.isPending && (
        <Skeleton>
          <div className="mt-4 grid gap-3">
            <Bar w="70%" />
            <Bar w="100%" />
            <Bar w="60%" />
          </div>
        </Skeleton>
      )}
      {history.data && items.length === 0 && <p className="small mt-2">{t('keep.history.none')}</p>}
      <ol className="mt-2">
        {items.map((entry) => (
          <Entry key={entry.id} work={work} entry={entry} onDone={onDone} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button small className="mt-3" doing={history.isFetchingNextPage && t('app.loading')} onClick={() => void history.fetchNextPage()}>
          {t('actions.more')}
        </Button>
      )}
    </section>
  )
}

function Entry({ work, entry, onDone }: { work: Work; entry: WorkEntry; onDone: (fresh: Work) => Promise<unknown> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [key] = useState(newKey)
  const undoing = useMutation({ mutationFn: () => undoEntry(work.id, entry.id, key), onSuccess: onDone })
  const action = t(`keep.history.actions.${entry.action as 'edit'}`, { defaultValue: entry.action })
  return (
    <li className="border-b border-line py-3">
      <div className="flex items-baseline justify-between gap-4">
        <p className="strong text-[15px]">{entry.actor_name ? t('keep.history.by', { action, name: entry.actor_name }) : action}</p>
        <time className="tiny num whitespace-nowrap" dateTime={entry.at} title={format.exact(entry.at)}>
          {format.when(entry.at)}
        </time>
      </div>
      <dl className="mt-1 grid gap-1">
        {entry.changes.map(({ field, before, after }) => (
          <div key={field} className="small">
            <dt className="inline font-semibold text-ink-2">{nameOf(field, t)}: </dt>
            <dd className="inline">
              <del>{plain(before) || t('keep.history.empty')}</del> → <ins className="text-ink no-underline">{plain(after) || t('keep.history.empty')}</ins>
            </dd>
          </div>
        ))}
      </dl>
      <Trouble error={undoing.error} />
      {entry._templates?.undo && (
        <Button small look="quiet" className="mt-1 -ml-2.5" doing={undoing.isPending && t('keep.history.undoing')} onClick={() => undoing.mutate()}>
          {t('keep.history.undo')}
        </Button>
      )}
    </li>
  )
}

function nameOf(field: string, t: TFunction): string {
  return FIELDS.includes(field as WorkField) ? t(`game.field.${field as WorkField}`) : field
}

/** Any value as words: lists with commas, other games by their titles. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (value && typeof value === 'object') return 'title' in value ? String(value.title) : JSON.stringify(value)
  return value === null || value === undefined ? '' : String(value)
}
