import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { worksQuery } from '../../../api/games'
import type { Works } from '../../../api/types'
import { type Format, useFormat } from '../../../i18n/format'
import { More } from '../../../ui/More'
import { useTitle } from '../../../ui/page'
import { Told, Trouble } from '../../../ui/Told'
import { useRowKeys } from '../../../ui/useRowKeys'
import { Filters } from '../Filters'
import { Nothing } from '../Nothing'
import { Results, ResultsWaiting } from '../Results'
import { SearchField } from '../SearchField'
import { filterOf, type GamesSearch, withFilter } from '../search'

const route = getRouteApi('/inside/games')

/** The catalogue and its search. Everything one sees stands in the address. */
export default function GamesPage() {
  const { t } = useTranslation()
  const format = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useRef<HTMLDivElement>(null)
  useRowKeys(list)
  useTitle(search.q ? `${search.q}, ${t('games.title')}` : t('games.title'))

  // Read once: later pages put their count into the address, which must not fetch the first page again.
  const [linked] = useState(search.n)
  const works = useInfiniteQuery(worksQuery(filterOf(search), linked))
  const change = useCallback((next: Partial<GamesSearch>) => void navigate({ search: (before) => withFilter(before, next), replace: true, resetScroll: false }), [navigate])

  const first = works.data?.pages[0]
  const items = works.data?.pages.flatMap((page) => page.items) ?? []
  const view = search.view ?? (search.q ? 'list' : 'wall')
  const words = first?.corrected ?? search.q ?? ''

  const { fetchNextPage } = works
  const more = useCallback(async () => {
    const { data } = await fetchNextPage()
    const shown = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
    void navigate({ search: (before) => ({ ...before, n: shown }), replace: true, resetScroll: false })
  }, [fetchNextPage, navigate])

  return (
    <>
      <Heading />
      <SearchField q={search.q ?? ''} onSearch={(q) => change({ q: q || undefined })} searching={works.isFetching && !works.isFetchingNextPage && Boolean(search.q)} count={first ? countWords(first, t, format) : ''} />
      <Filters search={search} facets={first?.facets} onChange={change} view={view} />
      <div ref={list} className="grid gap-4">
        <Trouble error={works.error}>
          <button type="button" className="link strong" onClick={() => works.refetch()}>
            {t('actions.retry')}
          </button>
        </Trouble>
        {first && <Remarks works={first} typed={search.q} onTake={(q) => change({ q })} />}
        {works.isPending && <ResultsWaiting view={view} />}
        {first && items.length === 0 && <Nothing search={search} onChange={change} />}
        {items.length > 0 && <Results items={items} words={words} view={view} />}
        {items.length > 0 && <Keys />}
        <More has={works.hasNextPage} fetching={works.isFetchingNextPage} onMore={more} end={items.length > 30 && first ? t('games.end', { count: first.total, n: format.number(first.total) }) : ''} />
      </div>
      <p className="sr-only" role="status">
        {first && !works.isFetching ? countWords(first, t, format) : ''}
      </p>
    </>
  )
}

/** The name of the page, and the other ways into the catalogue. */
function Heading() {
  const { t } = useTranslation()
  const keeper = useMe()?.rights.includes('games.keep')
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <h1 className="d1">{t('games.title')}</h1>
      <div className="flex gap-2.5">
        <Link to="/games/browse" className="btn sm">
          {t('games.browse')}
        </Link>
        {keeper && (
          <Link to="/games/new" className="btn sm">
            {t('keep.new.act')}
          </Link>
        )}
      </div>
    </div>
  )
}

function countWords({ total, took_ms }: Works, t: TFunction, format: Format): string {
  return t('games.hits', { count: total, n: format.number(total), ms: format.number(took_ms) })
}

/** That another spelling was shown, or that the search is resting. */
function Remarks({ works, typed, onTake }: { works: Works; typed: string | undefined; onTake: (q: string) => void }) {
  const { t } = useTranslation()
  const { corrected, fallback } = works
  return (
    <>
      {corrected && typed && (
        <p className="small" role="status">
          <Trans
            i18nKey="games.corrected"
            values={{ typed, corrected }}
            components={{ 1: <Spelling onTake={() => onTake(corrected)} /> }}
          />
        </p>
      )}
      {fallback && <Told kind="warn">{t('games.fallback')}</Told>}
    </>
  )
}

function Spelling({ onTake, children }: { onTake: () => void; children?: ReactNode }) {
  return (
    <button type="button" className="link strong text-ink" onClick={onTake}>
      {children}
    </button>
  )
}

function Keys() {
  const key = <kbd className="key" />
  return (
    <p className="small max-md:hidden">
      <Trans i18nKey="games.keys" components={{ 1: key, 3: key, 5: key, 7: key }} />
    </p>
  )
}
