/**
 * Every shape on the wire, in this one file. Written by hand after the contract until the OpenAPI document
 * generates it; nothing else in the page may describe what the server sends.
 */

export type Role = 'user' | 'moderator' | 'admin' | 'super_admin'

export interface Demo {
  /** Whether this house is there to be looked around in. */
  here: boolean
  /** Whether the caller may have it filled for that now. */
  offered: boolean
}

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
  /** Empty when none was given. */
  street_address: string
  role: Role
  confirmed: boolean
  locale: string
  zone: string
  created_at: string
  /** Null while it is the password of the sign-up. */
  password_changed_at: string | null
  rights: string[]
  version: number
}

/** What one may change of one's own account. */
export type Profile = Pick<Me, 'name' | 'username' | 'street_address' | 'locale' | 'zone'>

export interface PasswordChange {
  current_password: string
  new_password: string
}

export interface EmailChange {
  email: string
  password: string
}

/** A new password on the strength of a link from the mailbox. */
export interface Reset {
  token: string
  new_password: string
}

/** A browser that is signed in, or an application that holds a token. */
export interface Session {
  id: string
  kind: 'browser' | 'token'
  /** The user-agent as it called itself. */
  agent: string
  address: string
  created_at: string
  seen_at: string
  expires_at: string
  current: boolean
}

export interface Ended {
  ended: number
}

export type SignUp = Required<Pick<Setup, 'email' | 'password'>> & Pick<Setup, 'name' | 'locale'>

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
  /** `en` or `de`. */
  locale?: string
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

export type WorkKind = 'game' | 'dlc' | 'expansion' | 'bundle' | 'edition'

export interface WorkCard {
  id: string
  number: number
  kind: WorkKind
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

/** The most frequent values of what was found; a decade is called by its first year. */
export interface Facets {
  platforms: Facet[]
  genres?: Facet[]
  years?: Facet[]
  decades?: Facet[]
  companies?: Facet[]
  franchises?: Facet[]
}

export interface FacetPage extends List<Facet> {
  total: number
}

export interface Works extends List<WorkCard> {
  total: number
  took_ms: number
  /** The spelling that was searched for, when nothing matched the words as typed. */
  corrected: string | null
  /** Whether the search service was away and a plain look-up by the start of the title answered. */
  fallback: boolean
  facets: Facets
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

/** A work that another one names. */
export interface NamedWork {
  id: string
  title: string
}

/** What staff may say of a work; said once, no import changes it. */
export type WorkField = 'title' | 'alt_title' | 'year' | 'genres' | 'developer' | 'publisher' | 'franchise' | 'players' | 'kind' | 'parent' | 'edition_of' | 'edition_title'

export interface Work extends WorkCard {
  franchise: string | null
  /** The game that it adds to. */
  parent: NamedWork | null
  edition_of: NamedWork | null
  /** What sets this edition apart. */
  edition_title: string | null
  editions: WorkCard[]
  additions: WorkCard[]
  external_ids: { source: string; uid: string }[]
  locked: string[]
  version: number
  players: number | null
  releases: Release[]
  sources: Source[]
  metascore: number | null
  price_reference: Money | null
}

export interface WorkChange {
  title?: string
  alt_title?: string | null
  year?: number | null
  genres?: string[]
  developer?: string | null
  publisher?: string | null
  franchise?: string | null
  players?: number | null
  kind?: WorkKind
  parent?: string | null
  edition_of?: string | null
  edition_title?: string | null
  /** Only of a game that is made here. */
  platforms?: string[]
}

/** What the caller may do with a work. */
export interface WorkMine {
  _templates?: Templates<'edit' | 'merge' | 'unlock' | 'add_addition' | 'add_edition'>
}

/** Something that staff did to a work. */
export interface WorkEntry {
  id: string
  at: string
  actor: string | null
  actor_name: string | null
  action: string
  changes: { field: string; before: unknown; after: unknown }[]
  _templates?: Templates<'undo'>
}

/** Two works that may be one. */
export interface Doubt {
  a: Work
  b: Work
  reason: string
  /** The reason as a sentence. */
  words?: string
  version: number
}

export interface Doubts extends List<Doubt> {
  total: number
  reasons?: { reason: string; count: number }[]
}

export interface DoubtAnswer {
  a: string
  b: string
  same: boolean
  /** Of the pair as it was looked at. */
  version?: number
}

/** The game that both are now, or the first of two that stay apart. */
export interface DoubtAnswered {
  same: boolean
  work: Work
}

export interface Import {
  id: string
  name: string
  source: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  bytes: number
  read_bytes: number
  rows: number
  taken: number
  known: number
  bad: number
  started_at: string | null
  finished_at: string | null
  error: string | null
}

/** A row that an import put aside. */
export interface Reject {
  line: number
  reason: string
  text: string
}

export interface GameFacts {
  works: number
  releases: number
  platforms: number
}

/** What the caller may do next: one entry an action, there only while it would succeed. */
export interface Template {
  method: string
  target: string
  title?: string
}

export type Templates<Name extends string> = Partial<Record<Name, Template>>

/* ---- administration ---- */

export interface UserRow {
  id: string
  number: number
  email: string
  username: string
  name: string
  role: Role
  confirmed: boolean
  suspended: boolean
  created_at: string
  /** Null when this account never signed in or all its sessions are gone. */
  seen_at: string | null
  sessions: number
}

export interface Users extends List<UserRow> {
  /** Counted up to a thousand. */
  total: number
}

export type UserAction = 'change_role' | 'suspend' | 'restore' | 'end_sessions' | 'send_reset' | 'grant' | 'revoke'

export interface User extends UserRow {
  locale: string
  zone: string
  version: number
  suspended_reason: string | null
  grants: string[]
  _templates: Templates<UserAction>
}

/** One line of the audit of a service. */
export interface Deed {
  id: string
  at: string
  /** Who did it; null where nobody was signed in. */
  actor: string | null
  action: string
  /** Of what or of whom. */
  subject: string | null
  address: string | null
  detail: unknown
}

/** An event that a consumer could not digest, or that stands behind one. */
export interface Parked {
  consumer: string
  source: string
  pos: number
  type: string
  aggregate: string
  version: number
  happened_at: string
  at: string
  reason: string
  body: unknown
}

export interface Job {
  id: string
  kind: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  attempts: number
  run_at: string
  created_at: string
  done_at: string | null
  error: string | null
  /** How often it runs by the clock; null for a job that runs once. */
  every_seconds: number | null
}

/* ---- to-dos ---- */

export type ListColor = 'amber' | 'rose' | 'teal' | 'violet' | 'blue' | 'green'

export interface TodoList {
  id: string
  name: string
  color: ListColor | null
  open: number
  version: number
  created_at: string
  _templates: Templates<'edit' | 'delete'>
}

/** A day, and perhaps a time, as it is written on the wall of that zone. */
export interface Due {
  /** YYYY-MM-DD */
  date: string
  /** HH:MM */
  time: string | null
  zone: string
}

export type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

export interface Repeat {
  every: 'day' | 'week' | 'month' | 'year'
  interval: number
  days: Day[]
}

/** 0 is none, 3 the highest. */
export type Priority = 0 | 1 | 2 | 3

export interface Todo {
  id: string
  number: number
  list: string
  title: string
  note: string
  completed: boolean
  completed_at: string | null
  due: Due | null
  /** The moment at which it is due, in any zone. */
  due_at: string | null
  priority: Priority
  labels: string[]
  repeat: Repeat | null
  trashed_at: string | null
  version: number
  created_at: string
  updated_at: string
  _templates: Templates<'edit' | 'finish' | 'reopen' | 'move' | 'trash' | 'restore' | 'delete_forever'>
}

/** What can be said of a new to-do, or changed of one. */
export interface TodoDraft {
  title: string
  note?: string
  list?: string
  due?: Due | null
  priority?: Priority
  labels?: string[]
  repeat?: Repeat | null
}

export interface TodoCounts {
  open: number
  done: number
  trash: number
  overdue: number
  today: number
}

export interface Todos extends List<Todo> {
  counts: TodoCounts
}

export interface TodoLabel {
  name: string
  open: number
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
