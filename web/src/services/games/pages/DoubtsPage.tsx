import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { doubtsQuery } from '../../../api/keeping'
import type { Doubt } from '../../../api/types'
import { Forbidden } from '../../../frame/Lost'
import { useFormat } from '../../../i18n/format'
import { Button } from '../../../ui/Button'
import { Chip } from '../../../ui/Chip'
import { Empty } from '../../../ui/Empty'
import { TroublePage } from '../../../ui/EmptyPage'
import { useTitle } from '../../../ui/page'
import { TableWaiting } from '../../../ui/Table'
import { isTyping } from '../../../ui/typing'
import { Pair } from '../doubts/Pair'
import { pairOf, useVerdicts } from '../doubts/useVerdicts'
import '../../../styles/keep.css'

const route = getRouteApi('/inside/admin/doubts')

/** Pairs of games that may be one, one after the other; made for the keyboard. */
export default function DoubtsPage() {
  const { t } = useTranslation()
  useTitle(t('doubts.title'))
  return useMe()?.rights.includes('games.keep') ? <Work /> : <Forbidden />
}

function Work() {
  const { t } = useTranslation()
  const format = useFormat()
  const { reason } = route.useSearch()
  const navigate = route.useNavigate()
  const doubts = useInfiniteQuery(doubtsQuery(reason))
  const { answered, answer, undo } = useVerdicts()
  const [skipped, setSkipped] = useState<readonly string[]>([])

  const all = doubts.data?.pages.flatMap((page) => page.items) ?? []
  const open = all.filter((doubt) => !answered.has(pairOf(doubt)))
  // What was skipped comes again at the end.
  const queue = [...open.filter((doubt) => !skipped.includes(pairOf(doubt))), ...open.filter((doubt) => skipped.includes(pairOf(doubt)))]
  const current = queue[0]
  const first = doubts.data?.pages[0]
  const left = first ? first.total - all.filter((doubt) => answered.has(pairOf(doubt))).length : 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = doubts
  const few = queue.length < 5
  useEffect(() => {
    if (few && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [few, hasNextPage, isFetchingNextPage, fetchNextPage])

  const skip = (doubt: Doubt) => setSkipped((before) => [...before.filter((each) => each !== pairOf(doubt)), pairOf(doubt)])
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
    if (event.key === 'u') undo()
    else if (current && event.key === 's') answer(current, true)
    else if (current && event.key === 'd') answer(current, false)
    else if (current && event.key === 'n') skip(current)
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

  if (doubts.error && !doubts.data) return <TroublePage error={doubts.error} onRetry={() => void doubts.refetch()} />
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-end justify-between gap-x-4">
        <h1 className="d1">{t('doubts.title')}</h1>
        <p className="small num" role="status">
          {first && t('doubts.count', { count: left, n: format.number(left) })}
        </p>
      </div>
      {(first?.reasons?.length ?? 0) > 0 && (
        <div className="filters mt-4" role="group" aria-label={t('doubts.reasons')}>
          {first!.reasons!.map((each) => (
            <Chip key={each.reason} on={each.reason === reason} count={format.number(each.count)} onClick={() => void navigate({ search: each.reason === reason ? {} : { reason: each.reason }, replace: true })}>
              {t(`doubts.reason.${each.reason as 'reissue'}`, { defaultValue: each.reason })}
            </Chip>
          ))}
        </div>
      )}
      <div className="mt-5">
        {doubts.isPending && <TableWaiting />}
        {first && !current && !hasNextPage && <Empty title={t('doubts.noneTitle')} text={t('doubts.none')} />}
        {current && (
          <section aria-live="polite" key={pairOf(current)}>
            <p className="mb-3 max-w-[70ch]">{t(`doubts.why.${current.reason as 'reissue'}`, { defaultValue: current.words ?? current.reason })}</p>
            <Pair doubt={current} />
          </section>
        )}
      </div>
      {current && (
        <div className="verdicts">
          <Button look="primary" aria-keyshortcuts="s" onClick={() => answer(current, true)}>
            {t('doubts.same')} <kbd className="key">s</kbd>
          </Button>
          <Button aria-keyshortcuts="d" onClick={() => answer(current, false)}>
            {t('doubts.different')} <kbd className="key">d</kbd>
          </Button>
          <Button look="quiet" aria-keyshortcuts="n" onClick={() => skip(current)}>
            {t('doubts.later')} <kbd className="key">n</kbd>
          </Button>
          <p className="small max-md:hidden">
            <Trans i18nKey="doubts.keys" components={{ 1: <kbd className="key" /> }} />
          </p>
        </div>
      )}
    </>
  )
}
