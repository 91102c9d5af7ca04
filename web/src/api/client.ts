/** The one door to the server: typed fetch that throws a {@link Problem} for everything that is not an answer. */
import type { ProblemBody, Template } from './types'
import { failed, reached } from './reach'

export const BASE = '/api/v1'

/** A refusal of the server, or the news that it could not be asked (`type` is then {@link UNREACHABLE}). */
export class Problem extends Error {
  readonly body: ProblemBody
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | null

  constructor(body: ProblemBody, retryAfter: number | null = null) {
    super(`${body.type}: ${body.title}`)
    this.name = 'Problem'
    this.body = body
    this.retryAfter = retryAfter
  }

  get type(): string {
    return this.body.type
  }
}

export const UNREACHABLE = '/problems/page/unreachable'
export const UNREADABLE = '/problems/page/unreadable'
export const SIGN_IN_NEEDED = '/problems/request/sign-in-needed'
/** Somebody else changed it since the page fetched it. */
export const CHANGED_MEANWHILE = '/problems/request/changed-meanwhile'

/** Tells whether an error is the problem of this type. */
export function isProblem(error: unknown, type: string): error is Problem {
  return error instanceof Problem && error.type === type
}

export type Query = Record<string, string | number | null | undefined>

interface Asked {
  query?: Query
  signal?: AbortSignal
}

export async function get<T>(path: string, asked: Asked = {}): Promise<T> {
  return request<T>('GET', path, asked)
}

/** What a change says about itself. */
export interface Sent {
  /** One key an intent of the person: a repeat of the same is answered, not done again. */
  key?: string | undefined
  /** The version that the person saw; the server refuses when it is another by now. */
  version?: number | undefined
  /** Goes on when the window closes meanwhile. */
  outlives?: boolean
}

export async function post<T>(path: string, body: object, sent: Sent = {}): Promise<T> {
  return request<T>('POST', path, { body, ...sent })
}

export async function put<T>(path: string, body: object, sent: Sent = {}): Promise<T> {
  return request<T>('PUT', path, { body, ...sent })
}

export async function patch<T>(path: string, body: object, sent: Sent = {}): Promise<T> {
  return request<T>('PATCH', path, { body, ...sent })
}

/** Answers what the server says about it, which for most things is nothing. */
export async function remove<T = void>(path: string, sent: Sent = {}): Promise<T> {
  return request<T>('DELETE', path, { body: {}, ...sent })
}

/** A key for one intent: random, so that nobody else's can be meant. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Does what the server offered: method and target are its own. */
export async function follow<T>({ method, target }: Template, body: object = {}, sent: Sent = {}): Promise<T> {
  return request<T>(method, target.replace(BASE, ''), { body, ...sent })
}

async function request<T>(method: string, path: string, { query, signal, body, key, version, outlives }: Asked & Sent & { body?: object }): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const init: RequestInit = { method, credentials: 'same-origin', headers }
  if (signal) init.signal = signal
  if (outlives) init.keepalive = true
  if (key) headers['idempotency-key'] = key
  if (version !== undefined) headers['if-match'] = `"${version}"`
  if (body) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(BASE + path + search(query), init)
  } catch (cause) {
    if (signal?.aborted) throw cause
    failed()
    throw new Problem({ type: UNREACHABLE, title: 'The server does not answer', status: 0 })
  }
  reached()
  if (response.status === 204) return undefined as T
  const answer = await readJson(response)
  if (response.ok) return answer as T
  throw new Problem(asProblem(answer, response), seconds(response.headers.get('retry-after')))
}

async function readJson(response: Response): Promise<unknown> {
  try {
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    if (response.ok) throw new Problem({ type: UNREADABLE, title: 'The answer cannot be read', status: response.status })
    return null
  }
}

/** The problem in an answer that is none of what was asked for. */
export function asProblem(answer: unknown, { status, statusText }: { status: number; statusText: string }): ProblemBody {
  const body = answer as Partial<ProblemBody> | null
  if (body && typeof body.type === 'string' && typeof body.title === 'string') return { ...body, status } as ProblemBody
  return { type: UNREADABLE, title: statusText || `Status ${status}`, status }
}

export function search(query?: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

function seconds(header: string | null): number | null {
  const value = Number(header)
  return header && Number.isFinite(value) ? Math.max(1, Math.ceil(value)) : null
}
