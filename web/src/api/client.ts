/** The one door to the server: typed fetch that throws a {@link Problem} for everything that is not an answer. */
import type { ProblemBody } from './types'
import { failed, reached } from './reach'

const BASE = '/api/v1'

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

/** Tells whether an error is the problem of this type. */
export function isProblem(error: unknown, type: string): error is Problem {
  return error instanceof Problem && error.type === type
}

type Query = Record<string, string | number | null | undefined>

interface Asked {
  query?: Query
  signal?: AbortSignal
}

export async function get<T>(path: string, asked: Asked = {}): Promise<T> {
  return request<T>('GET', path, asked)
}

export async function post<T>(path: string, body: object): Promise<T> {
  return request<T>('POST', path, { body })
}

export async function remove(path: string): Promise<void> {
  await request('DELETE', path, { body: {} })
}

async function request<T>(method: string, path: string, { query, signal, body }: Asked & { body?: object }): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (body) {
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
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
    return await response.json()
  } catch {
    if (response.ok) throw new Problem({ type: UNREADABLE, title: 'The answer cannot be read', status: response.status })
    return null
  }
}

function asProblem(answer: unknown, response: Response): ProblemBody {
  const body = answer as Partial<ProblemBody> | null
  if (body && typeof body.type === 'string' && typeof body.title === 'string') return { ...body, status: response.status } as ProblemBody
  return { type: UNREADABLE, title: response.statusText || `Status ${response.status}`, status: response.status }
}

function search(query?: Query): string {
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
