import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { live } from '../../../api/live'
import { notesQuery } from '../../../api/notify'
import type { Note } from '../../../api/types'
import { useFormat } from '../../../i18n/format'
import { Button } from '../../../ui/Button'
import { Empty } from '../../../ui/Empty'
import { useTitle } from '../../../ui/page'
import { Bar, Skeleton } from '../../../ui/Skeleton'
import { Trouble } from '../../../ui/Told'
import { useRead } from '../useRead'
import { noteLink, noteWords } from '../words'

/** Everything that was told, newest first. New ones come on their own while the page is open. */
export default function NotesPage() {
  const { t } = useTranslation()
  const notes = useInfiniteQuery(notesQuery)
  const reading = useRead()
  useTitle(t('notes.title'))
  const items = notes.data?.pages.flatMap((page) => page.items) ?? []
  const unread = notes.data?.pages[0]?.unread ?? 0
  const newest = items[0]
  return (
    <div className="max-w-[760px]">
      <div className="flex min-h-11 flex-wrap items-end justify-between gap-3">
        <h1 className="d1 flex items-center gap-3">
          {t('notes.title')}
          <LiveTag />
        </h1>
        <div className="flex items-center gap-4">
          {notes.data && (
            <p className="small num">
              {t('notes.unread', { count: unread })}
            </p>
          )}
          {unread > 0 && newest && (
            <Button small doing={reading.isPending && t('notes.reading')} onClick={() => reading.mutate(newest.id)}>
              {t('notes.readAll')}
            </Button>
          )}
        </div>
      </div>
      <div className="mt-6 grid gap-4">
        <Trouble error={reading.error ?? notes.error}>
          {notes.isError && (
            <button type="button" className="link strong" onClick={() => notes.refetch()}>
              {t('actions.retry')}
            </button>
          )}
        </Trouble>
        {notes.isPending && <Waiting />}
        {notes.data && items.length === 0 && <Empty title={t('notes.emptyTitle')} text={t('notes.empty')} />}
        {items.length > 0 && (
          <ul className="border-t border-line">
            {items.map((note) => (
              <li key={note.id} className="border-b border-line">
                <Row note={note} onRead={() => !note.read && reading.mutate(note.id)} />
              </li>
            ))}
          </ul>
        )}
        {notes.hasNextPage && (
          <Button small className="justify-self-start" doing={notes.isFetchingNextPage && t('app.loading')} onClick={() => notes.fetchNextPage()}>
            {t('actions.more')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Says that new notes come by themselves, while that is so. */
function LiveTag() {
  const { t } = useTranslation()
  const open = useSyncExternalStore(
    (changed) => live.watch(changed),
    () => live.isOpen,
  )
  if (!open) return null
  return (
    <span className="tag live" title={t('notes.liveHint')}>
      {t('notes.live')}
    </span>
  )
}

function Row({ note, onRead }: { note: Note; onRead: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { title, body } = noteWords(note, t)
  const [path, hash] = noteLink(note)?.split('#') ?? []
  return (
    <article className="grid grid-cols-[14px_minmax(0,1fr)_auto] items-start gap-x-3 py-[calc(var(--row-y)+4px)]">
      <span className={`bulbs mt-[7px] [--d:9px] ${note.read ? 'invisible' : ''}`} aria-hidden="true">
        <i className="on" />
      </span>
      <div>
        <h2 className={`text-base ${note.read ? 'font-medium text-ink-2' : 'font-semibold'}`}>
          {title}
          {!note.read && <span className="sr-only"> ({t('notes.new')})</span>}
        </h2>
        {body && <p className="small mt-0.5">{body}</p>}
        {path && (
          <Link to={path as '/'} {...(hash ? { hash } : {})} onClick={onRead} className="link mt-2 inline-block text-sm font-semibold">
            {t('notes.open')}
            <span className="sr-only">: {title}</span>
          </Link>
        )}
      </div>
      <time className="tiny num pt-1 whitespace-nowrap" dateTime={note.at} title={format.exact(note.at)}>
        {format.when(note.at)}
      </time>
    </article>
  )
}

function Waiting() {
  return (
    <Skeleton>
      {[62, 48, 70].map((width) => (
        <div key={width} className="grid gap-2.5 border-t border-line py-4">
          <Bar w={`${width}%`} h={18} />
          <Bar w="84%" h={14} />
        </div>
      ))}
    </Skeleton>
  )
}
