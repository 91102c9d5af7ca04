/**
 * The names by which the page calls what is on the wire. The shapes themselves are made from the API (schema.ts, by
 * `cargo xtask spec`); here stands only what the API says in words and the page wants as types: which words a text can
 * be, and which actions a resource can offer.
 */
import type * as Wire from './schema'

export type {
  Confirmation, Deed, Demo, DoubtAnswer, EmailChange, Facet, FacetPage, GameFacts, Installation, Me, Money,
  NamedWork, Note, Notes, Parked, PasswordChange, Release, Role, SetupState, SignIn, SignUp, Source, Template, TodoLabel,
  Unread, UserRow, Users, WorkCard, WorkChange, WorkKind, Works,
} from './schema'
export type {
  ImportReject as Reject, PasswordReset as Reset, SessionsEnded as Ended, Setup, TodoColor as ListColor, TodoCounts,
  TodoDay as Day,
} from './schema'

/** A page of a list. */
export interface List<T> {
  items: T[]
  next: string | null
}

/** What the caller may do next: one entry an action, there only while it would succeed. */
export type Templates<Name extends string> = Partial<Record<Name, Wire.Template>>

/** A resource whose actions have these names. The page follows those, and no other links. */
type Offers<T, Name extends string> = Omit<T, '_templates' | '_links'> & { _templates: Templates<Name> }

/** What one may change of one's own account. */
export type Profile = Pick<Wire.Me, 'name' | 'username' | 'street_address' | 'locale' | 'zone'>

/** A browser that is signed in, or an application that holds a token. */
export type Session = Wire.Session & { kind: 'browser' | 'token' }

export type MailSent = Wire.MailSent & { state: 'mail_sent' }

type Steps = 'waiting' | 'running' | 'done' | 'failed'

export type Import = Wire.Import & { state: Steps }

export type Job = Wire.Job & { state: Steps }

/** Values to filter by; a page that comes without a list shows none. */
export type Facets = Pick<Wire.Facets, 'platforms'> & Partial<Wire.Facets>

export type Work = Omit<Wire.Work, '_links'>

/** Two works that may be one. */
export type Doubt = Omit<Wire.Doubt, 'a' | 'b'> & { a: Work; b: Work }

export type Doubts = Omit<Wire.Doubts, 'items'> & List<Doubt>

export type DoubtAnswered = Omit<Wire.DoubtAnswered, 'work'> & { work: Work }

/** What staff may say of a work; said once, no import changes it. */
export type WorkField = Exclude<keyof Wire.WorkChange, 'platforms'>

/** What the caller may do with a work. */
export interface WorkMine {
  _templates?: Templates<'edit' | 'merge' | 'unlock' | 'add_addition' | 'add_edition'>
}

/** Something that staff did to a work. */
export type WorkEntry = Omit<Wire.WorkEntry, 'changes'> & {
  changes: { field: string; before: unknown; after: unknown }[]
  _templates?: Templates<'undo'>
}

/* ---- administration ---- */

export type UserAction = 'change_role' | 'suspend' | 'restore' | 'end_sessions' | 'send_reset' | 'grant' | 'revoke'

export type User = Offers<Wire.Hal_User, UserAction>

/* ---- to-dos ---- */

export type TodoList = Offers<Wire.Hal_TodoList, 'edit' | 'delete'>

/** 0 is none, 3 the highest. */
export type Priority = 0 | 1 | 2 | 3

/** A day, and perhaps a time, as it is written on the wall of that zone. */
export type Due = Required<Wire.TodoDue>

export type Repeat = Required<Wire.TodoRepeat>

type Actions = 'edit' | 'finish' | 'reopen' | 'move' | 'trash' | 'restore' | 'delete_forever'

export type Todo = Omit<Offers<Wire.Hal_TodoItem, Actions>, 'due' | 'priority' | 'repeat'> & {
  due: Due | null
  priority: Priority
  repeat: Repeat | null
}

export type Todos = Omit<Wire.TodoItems, 'items'> & List<Todo>

/** What can be said of a new to-do, or changed of one. */
export type TodoDraft = Omit<Wire.NewTodoItem, 'due' | 'list' | 'priority' | 'repeat'> & {
  due?: Due | null
  list?: string
  priority?: Priority
  repeat?: Repeat | null
}

/* ---- the live socket, which has a document of its own: specs/asyncapi.json ---- */

/** RFC 9457, with the extensions that this API uses; a request that never arrived has no id. */
export type ProblemBody = Omit<Wire.Problem, 'request_id'> & { request_id?: string }

export interface LiveMessage {
  topic: string
  at?: string
  data?: unknown
  reload?: true
  ok?: true
  error?: string
}
