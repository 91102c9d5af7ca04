import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { FACETS, type FacetName, facetQuery } from '../../../api/games'
import type { Facet } from '../../../api/types'
import { Lost } from '../../../frame/Lost'
import { useFormat } from '../../../i18n/format'
import { dropEmpty } from '../../../ui/address'
import { Empty } from '../../../ui/Empty'
import { TroublePage } from '../../../ui/EmptyPage'
import { Icon } from '../../../ui/Icon'
import { More } from '../../../ui/More'
import { useTitle } from '../../../ui/page'
import { Bar, Skeleton } from '../../../ui/Skeleton'
import { useRowKeys } from '../../../ui/useRowKeys'
import { useSearchWords } from '../../../ui/useSearchWords'
import { initialOf, LETTERS, OTHER } from '../letters'
import { type BrowseSearch, searchOf } from '../search'
import '../../../styles/keep.css'

const route = getRouteApi('/inside/games/browse/$facet')

const MOST_PAGES = 60

/** All values of one facet with how many games have each. */
export default function FacetPage() {
  const { facet } = route.useParams()
  const known = FACETS.find((name) => name === facet)
  return known ? <Values key={known} facet={known} /> : <Lost />
}

function Values({ facet }: { facet: FacetName }) {
  const { t } = useTranslation()
  const format = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const { q = '', sort } = search
  const years = facet === 'years'
  // Years have an order of their own.
  const byName = years || sort === 'name'
  const found = useInfiniteQuery(facetQuery(facet, q, byName ? 'name' : 'count'))
  const change = (next: BrowseSearch) => void navigate({ search: (before) => dropEmpty({ ...before, ...next }), replace: true, resetScroll: false })
  const words = useSearchWords(q, (next) => change({ q: next || undefined }))
  useRowKeys(list)
  useTitle(t(`browse.${facet}`))
  // A letter can be jumped to when its names are there, so by name all of them are fetched, one page after the other.
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data } = found
  useEffect(() => {
    if (byName && hasNextPage && !isFetchingNextPage && (data?.pages.length ?? 0) < MOST_PAGES) void fetchNextPage()
  }, [byName, hasNextPage, isFetchingNextPage, fetchNextPage, data])
  if (found.error && !found.data) return <TroublePage error={found.error} onRetry={() => void found.refetch()} />
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const total = found.data?.pages[0]?.total ?? 0
  const groups = grouped(items, ({ name }) => (years ? `${name.slice(0, 3)}0` : byName ? initialOf(name) : ''))
  return (
    <>
      <p className="label">
        <Link to="/games/browse" className="link">
          {t('browse.title')}
        </Link>
      </p>
      <div className="mt-1 flex flex-wrap items-end justify-between gap-3">
        <h1 className="d1">{t(`browse.${facet}`)}</h1>
        <p className="small num" role="status">
          {found.data && t(years ? 'browse.countYears' : 'browse.count', { count: total, n: format.number(total) })}
        </p>
      </div>
      {!years && (
        <div className="filters mt-4">
          <search className={`chip words ${words.words ? 'filled' : ''}`}>
            <Icon name="find" size={15} />
            <input {...words.input} placeholder={t('todos.search')} aria-label={t('browse.find')} />
          </search>
          {(['count', 'name'] as const).map((each) => (
            <button key={each} type="button" className={`chip ${byName === (each === 'name') ? 'on' : ''}`} aria-pressed={byName === (each === 'name')} onClick={() => change({ sort: each === 'name' ? 'name' : undefined })}>
              {t(`browse.sort.${each}`)}
            </button>
          ))}
        </div>
      )}
      {byName && groups.size > 1 && <Jump groups={[...groups.keys()]} letters={!years} />}
      <div ref={list} className="mt-6">
        {found.isPending && <Waiting />}
        {found.data && items.length === 0 && <Empty title={t('browse.noneTitle')} text={t('browse.none')} />}
        {[...groups].map(([name, values]) => (
          <section key={name} id={`at-${name || 'all'}`} className="group" aria-label={name || t(`browse.${facet}`)}>
            {name && <h2 className="d3 mb-1">{years ? t('games.decade', { year: name }) : name}</h2>}
            <ul className="values columns">
              {values.map((value) => (
                <li key={value.name}>
                  <Link to="/games" search={searchOf(facet, value.name)} data-row>
                    <span className="truncate">{value.name}</span>
                    <span className="num">{format.number(value.count)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <More has={found.hasNextPage} fetching={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      </div>
    </>
  )
}

/** Letters, or decades, that lead to their place on the page. */
function Jump({ groups, letters }: { groups: string[]; letters: boolean }) {
  const { t } = useTranslation()
  const all = letters ? LETTERS : groups
  return (
    <nav className="jump" aria-label={t('browse.jump')}>
      {all.map((name) =>
        groups.includes(name) ? (
          <a
            key={name}
            href={`#at-${name}`}
            onClick={(event) => {
              event.preventDefault()
              const group = document.getElementById(`at-${name}`)
              group?.scrollIntoView({ block: 'start' })
              group?.querySelector<HTMLElement>('[data-row]')?.focus({ preventScroll: true })
            }}
          >
            {name}
          </a>
        ) : (
          <span key={name} aria-hidden="true">
            {name}
          </span>
        ),
      )}
    </nav>
  )
}

function grouped(items: readonly Facet[], of: (facet: Facet) => string): Map<string, Facet[]> {
  const groups = new Map<string, Facet[]>()
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item])
  // What begins with no letter stands where its sign is among them: last.
  const other = groups.get(OTHER)
  if (other && groups.delete(OTHER)) groups.set(OTHER, other)
  return groups
}

function Waiting() {
  return (
    <Skeleton>
      <div className="values columns">
        {Array.from({ length: 18 }, (_, i) => (
          <Bar key={i} w={`${50 + ((i * 13) % 40)}%`} h={18} className="my-3" />
        ))}
      </div>
    </Skeleton>
  )
}
