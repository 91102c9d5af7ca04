/**
 * Every shape on the wire, in this one file. Written by hand after the contract until the OpenAPI document
 * generates it; nothing else in the page may describe what the server sends.
 */

export type Role = 'user' | 'moderator' | 'admin' | 'super_admin'

export interface Installation {
  name: string
  version: string
  services: string[]
  /** Whether a mail server is configured; without one, links are printed in the terminal. */
  mail: boolean
}

export interface Me {
  id: string
  number: number
  email: string
  username: string
  /** What others see; empty when none was given. */
  name: string
  role: Role
  confirmed: boolean
  locale: string
  zone: string
  created_at: string
  rights: string[]
}

export interface SignUp {
  email: string
  password: string
  name?: string
}

export interface MailSent {
  state: 'mail_sent'
}

export interface SignIn {
  login: string
  password: string
}

export interface Confirmation {
  token: string
  password?: string
  new_password?: string
}

export interface SetupState {
  open: boolean
}

export interface Setup {
  token: string
  password: string
  /** A longer password from now on, when the present one is too short for an administrator. */
  new_password?: string
  email?: string
  name?: string
}

export interface Note {
  id: string
  kind: string
  title: string
  body: string
  link: string | null
  at: string
  read: boolean
  params?: Record<string, unknown>
}

export interface List<T> {
  items: T[]
  next: string | null
}

export interface Notes extends List<Note> {
  unread: number
}

export interface Unread {
  unread: number
}

export interface WorkCard {
  id: string
  number: number
  title: string
  alt_title: string | null
  year: number | null
  platforms: string[]
  genres: string[]
  developer: string | null
  publisher: string | null
}

export interface Facet {
  name: string
  count: number
}

export interface Works extends List<WorkCard> {
  total: number
  took_ms: number
  /** The spelling that was searched for, when nothing matched the words as typed. */
  corrected: string | null
  /** Whether the search service was away and a plain look-up by the start of the title answered. */
  fallback: boolean
  facets: { platforms: Facet[]; genres?: Facet[] }
}

export interface Release {
  id: string
  platform: string
  region: string | null
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  date: string | null
  title: string
  title_exact: string | null
  developer: string | null
  publisher: string | null
  serial: string | null
}

export interface Source {
  name: string
  licence: string
  credit: string
}

export interface Money {
  amount_minor: number
  currency: string
}

export interface Work extends WorkCard {
  franchise: string | null
  players: number | null
  releases: Release[]
  sources: Source[]
  metascore: number | null
  price_reference: Money | null
}

export interface GameFacts {
  works: number
  releases: number
  platforms: number
}

/** RFC 9457, with the extensions that this API uses. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  detail?: string
  request_id?: string
  fields?: { field: string; message: string }[]
}

export interface LiveMessage {
  topic: string
  at?: string
  data?: unknown
  reload?: true
  ok?: true
  error?: string
}
