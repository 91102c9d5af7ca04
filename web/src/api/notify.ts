/** Calls of the notify service. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, post } from './client'
import type { Notes, Unread } from './types'

const PAGE = 30

export const notesKey = ['notify', 'notes'] as const

/** The newest few notes and how many are unread: what the bell and Tonight show. */
export const newestNotesQuery = queryOptions({
  queryKey: [...notesKey, 'newest'],
  queryFn: ({ signal }) => get<Notes>('/notify/notes', { query: { limit: 3 }, signal }),
  staleTime: 60_000,
})

export const notesQuery = infiniteQueryOptions({
  queryKey: [...notesKey, 'list'],
  queryFn: ({ pageParam, signal }) => get<Notes>('/notify/notes', { query: { limit: PAGE, cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
})

/** Marks this note and all older ones as read. */
export const readUpTo = (note: string) => post<Unread>('/notify/reads', { up_to: note })

/** The topic of one person's notes. */
export const notesTopic = (user: string) => `notify.notes.${user}`
