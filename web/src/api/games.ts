/** Calls of the games service. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { GameFacts, Work, Works } from './types'

/** What the address of the games page can ask for. */
export interface WorksFilter {
  q?: string
  platform?: string
  genre?: string
  year?: number
}

const PAGE = 30
/** The most that the server gives at once; a deep link asks for as much as this in its first page. */
const MOST = 100

/** The catalogue, page by page. `first` is how many a linked address wants to see at once. */
export function worksQuery(filter: WorksFilter, first = PAGE) {
  return infiniteQueryOptions({
    queryKey: ['games', 'works', filter],
    queryFn: ({ pageParam, signal }) => {
      const limit = pageParam === null ? Math.min(Math.max(first, PAGE), MOST) : PAGE
      return get<Works>('/games/works', { query: { ...filter, cursor: pageParam, limit }, signal })
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
    queryKey: ['games', 'year', year, limit],
    queryFn: ({ signal }) => get<Works>('/games/works', { query: { year, limit }, signal }),
    staleTime: 600_000,
  })

export const workQuery = (id: string) =>
  queryOptions({
    queryKey: ['games', 'work', id],
    queryFn: ({ signal }) => get<Work>(`/games/works/${encodeURIComponent(id)}`, { signal }),
    staleTime: 60_000,
  })

/** How much the catalogue holds. Public, so the sign over the door may tell it. */
export const gameFactsQuery = queryOptions({
  queryKey: ['games', 'facts'],
  queryFn: ({ signal }) => get<GameFacts>('/games/facts', { signal }),
  staleTime: 30_000,
})
