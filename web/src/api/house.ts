/** The doors that every service has: audit, events that were put aside, jobs. Several services are read as one list. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, post, Problem } from './client'
import type { Deed, Job, List, Parked } from './types'

const PAGE = 40

export type Of<T> = T & { service: string }

/** One service on the way through its list: what was fetched and not shown yet, and how it goes on. */
export interface Source<T> {
  service: string
  held: T[]
  cursor: string | null
  more: boolean
}

interface Page<T> {
  items: Of<T>[]
  sources: Source<T>[]
  /** Services that did not answer. */
  silent: string[]
}

export interface AuditFilter {
  action?: string
  subject?: string
  actor?: string
}

/** What was done, newest first, of all these services together. */
export function auditQuery(services: readonly string[], filter: AuditFilter) {
  return together<Deed>(['audit', services, filter], services, 'audit', { ...filter }, ({ at }) => at)
}

export function jobsQuery(services: readonly string[], state: string | undefined) {
  return { ...together<Job>(['jobs', services, state], services, 'jobs', { state }, ({ created_at }) => created_at), refetchInterval: 15_000 }
}

export const auditKey = ['house', 'audit'] as const
export const jobsKey = ['house', 'jobs'] as const
export const parkedKey = ['house', 'parked'] as const

/** All that is put aside; a service keeps at most a few hundred in view. */
export function parkedQuery(services: readonly string[]) {
  return queryOptions({
    queryKey: [...parkedKey, services],
    queryFn: async ({ signal }) => {
      const { answers, silent } = await ask<Parked>(services, (service) => get(`/${service}/parked`, { signal }))
      return { items: answers.flatMap(([service, { items }]) => items.map((item) => ({ ...item, service }))), silent }
    },
  })
}

export const replay = ({ service, consumer, source, aggregate }: Of<Pick<Parked, 'consumer' | 'source' | 'aggregate'>>) =>
  post<{ replayed: number }>(`/${service}/parked/replays`, { consumer, source, aggregate })

export const retryJob = ({ service, id }: Of<Pick<Job, 'id'>>) => post(`/${service}/jobs/${encodeURIComponent(id)}/retries`, {})

/** A list of several services as one, newest first. Each page asks only those whose part is used up. */
function together<T>(key: readonly unknown[], services: readonly string[], door: string, query: Record<string, string | undefined>, at: (item: T) => string) {
  const start: Source<T>[] = services.map((service) => ({ service, held: [], cursor: null, more: true }))
  return infiniteQueryOptions({
    queryKey: ['house', ...key],
    queryFn: async ({ pageParam, signal }): Promise<Page<T>> => {
      const empty = pageParam.filter(({ held, more }) => held.length === 0 && more)
      const cursors = new Map(empty.map(({ service, cursor }) => [service, cursor]))
      const { answers, silent } = await ask<T>([...cursors.keys()], (service) => get(`/${service}/${door}`, { query: { ...query, cursor: cursors.get(service), limit: PAGE }, signal }))
      const fetched = answers.map(([service, { items, next }]) => ({ service, held: items, cursor: next, more: next !== null }))
      return { ...draw([...pageParam.filter((source) => !empty.includes(source)), ...fetched], at, PAGE), silent }
    },
    initialPageParam: start,
    getNextPageParam: ({ sources }) => (sources.some(({ held, more }) => more || held.length > 0) ? sources : undefined),
    staleTime: 10_000,
  })
}

/**
 * The newest of several lists that are each in order. Stops where a list that goes on has nothing left in hand,
 * because what it would bring next may be newer than the others.
 */
export function draw<T>(sources: readonly Source<T>[], at: (item: T) => string, most: number): { items: Of<T>[]; sources: Source<T>[] } {
  const rest = sources.map((source) => ({ ...source, held: [...source.held] }))
  const items: Of<T>[] = []
  while (items.length < most && !rest.some(({ held, more }) => more && held.length === 0)) {
    const newest = rest.filter(({ held }) => held.length > 0).toSorted((a, b) => Date.parse(at(b.held[0]!)) - Date.parse(at(a.held[0]!)))[0]
    if (!newest) break
    items.push({ ...newest.held.shift()!, service: newest.service })
  }
  return { items, sources: rest }
}

/** Asks several services at once. One that has no such door is passed over; one that fails is named. */
async function ask<T>(services: readonly string[], call: (service: string) => Promise<List<T>>) {
  const settled = await Promise.allSettled(services.map(call))
  const answers: [string, List<T>][] = []
  const silent: string[] = []
  let failure: unknown
  settled.forEach((result, i) => {
    const service = services[i]!
    if (result.status === 'fulfilled') answers.push([service, result.value])
    else if (!(result.reason instanceof Problem && result.reason.body.status === 404)) {
      silent.push(service)
      failure = result.reason
    }
  })
  if (answers.length === 0 && silent.length > 0) throw failure
  return { answers, silent }
}
