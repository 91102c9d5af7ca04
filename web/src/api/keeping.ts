/** What staff does for the whole catalogue: pairs in doubt, and imports. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import { gamesKey } from './games'
import type { DoubtAnswer, DoubtAnswered, Doubts, Import, List, Reject } from './types'
import { upload } from './upload'

export const doubtsKey = [...gamesKey, 'doubts'] as const

export const doubtsQuery = (reason: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...doubtsKey, reason ?? ''],
    queryFn: ({ pageParam, signal }) => get<Doubts>('/games/doubts', { query: { reason, cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // The pair one looks at must not be swapped for another.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    gcTime: 0,
  })

/** `outlives`: for an answer that was given just before the window closes. */
export const answerDoubt = (answer: DoubtAnswer, key: string, outlives = false) => post<DoubtAnswered>('/games/doubts/answers', answer, { key, outlives })

export const importsKey = [...gamesKey, 'imports'] as const
const LOOK_EVERY = 1_500

export const goesOn = ({ state }: Import) => state === 'waiting' || state === 'running'

/** All imports, newest first; asked again and again while one of them goes on. */
export const importsQuery = infiniteQueryOptions({
  queryKey: importsKey,
  queryFn: ({ pageParam, signal }) => get<List<Import>>('/games/imports', { query: { cursor: pageParam, limit: 20 }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
  refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(goesOn)) ? LOOK_EVERY : false),
})

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...gamesKey, 'import', id],
    queryFn: ({ signal }) => get<Import>(`/games/imports/${encodeURIComponent(id)}`, { signal }),
  })

export const rejectsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...gamesKey, 'rejects', id],
    queryFn: ({ pageParam, signal }) => get<List<Reject>>(`/games/imports/${encodeURIComponent(id)}/rejects`, { query: { cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })

export const sendImport = (file: File, onSent: (bytes: number) => void, signal: AbortSignal) => upload<Import>('/games/imports', { name: file.name }, file, onSent, signal)
