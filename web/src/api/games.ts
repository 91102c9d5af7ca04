/** Calls of the games service. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, patch, post, remove } from './client'
import type { FacetPage, GameFacts, Work, WorkChange, WorkEntry, WorkMine, Works, List } from './types'

/** What a list of games can be asked for. Several values of one kind mean any of them. */
export interface WorksFilter {
  q?: string
  platforms?: readonly string[]
  genres?: readonly string[]
  companies?: readonly string[]
  franchises?: readonly string[]
  kinds?: readonly string[]
  years?: readonly string[]
  year_from?: number
  year_to?: number
  players_min?: number
  metacritic_min?: number
  sort?: string
}

export const FACETS = ['platforms', 'genres', 'years', 'companies', 'franchises'] as const
export type FacetName = (typeof FACETS)[number]

const PAGE = 30
/** The most that the server gives at once; a deep link asks for as much as this in its first page. */
const MOST = 100

export const gamesKey = ['games'] as const

const asQuery = (filter: WorksFilter) => Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value])) as Record<string, string | number>

/** The catalogue, page by page. `first` is how many a linked address wants to see at once. */
export function worksQuery(filter: WorksFilter, first = PAGE) {
  return infiniteQueryOptions({
    queryKey: [...gamesKey, 'works', filter],
    queryFn: ({ pageParam, signal }) => {
      const limit = pageParam === null ? Math.min(Math.max(first, PAGE), MOST) : PAGE
      return get<Works>('/games/works', { query: { ...asQuery(filter), cursor: pageParam, limit }, signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
}

/** A handful of games of one year. */
export const yearQuery = (year: number, limit: number) =>
  queryOptions({
    queryKey: [...gamesKey, 'year', year, limit],
    queryFn: ({ signal }) => get<Works>('/games/works', { query: { years: year, limit }, signal }),
    staleTime: 600_000,
  })

/** A few games by their name, for a field that names one. */
export const namedQuery = (q: string) =>
  queryOptions({
    queryKey: [...gamesKey, 'named', q],
    queryFn: ({ signal }) => get<Works>('/games/works', { query: { q, limit: 6 }, signal }),
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

/** All values of a facet with how many games have it. */
export const facetQuery = (name: FacetName, q: string, sort: 'count' | 'name') =>
  infiniteQueryOptions({
    queryKey: [...gamesKey, 'facet', name, q, sort],
    queryFn: ({ pageParam, signal }) => get<FacetPage>(`/games/facets/${name}`, { query: { q, sort, cursor: pageParam, limit: MOST }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

/** The first values of a facet. */
export const topQuery = (name: FacetName, limit: number) =>
  queryOptions({
    queryKey: [...gamesKey, 'top', name, limit],
    queryFn: ({ signal }) => get<FacetPage>(`/games/facets/${name}`, { query: { sort: 'count', limit }, signal }),
    staleTime: 60_000,
  })

const at = (id: string) => `/games/works/${encodeURIComponent(id)}`

export const workQuery = (id: string) =>
  queryOptions({
    queryKey: [...gamesKey, 'work', id],
    queryFn: ({ signal }) => get<Work>(at(id), { signal }),
    staleTime: 60_000,
  })

/** What the caller may do with a game: nothing, for most. */
export const mineQuery = (id: string) =>
  queryOptions({
    queryKey: [...gamesKey, 'mine', id],
    queryFn: ({ signal }) => get<WorkMine>(`${at(id)}/mine`, { signal }),
    staleTime: 30_000,
  })

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...gamesKey, 'history', id],
    queryFn: ({ pageParam, signal }) => get<List<WorkEntry>>(`${at(id)}/history`, { query: { cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })

export const addWork = (work: WorkChange, key: string) => post<Work>('/games/works', work, { key })
/** Refused when somebody changed it since this version. */
export const changeWork = (id: string, change: WorkChange, version: number) => patch<Work>(at(id), change, { version })
export const unlockField = (id: string, field: string) => remove<Work>(`${at(id)}/locks/${encodeURIComponent(field)}`)
export const undoEntry = (id: string, entry: string, key: string) => post<Work>(`${at(id)}/undos`, { entry }, { key })

/** How much the catalogue holds. Public, so the sign over the door may tell it. */
export const gameFactsQuery = queryOptions({
  queryKey: [...gamesKey, 'facts'],
  queryFn: ({ signal }) => get<GameFacts>('/games/facts', { signal }),
  staleTime: 30_000,
})
