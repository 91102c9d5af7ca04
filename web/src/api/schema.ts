/**
 * What this house sends and takes, made by `cargo xtask spec` from specs/openapi.json. Change the types of the
 * handlers, never this file.
 */

/** A refusal in the words of the to-do, library and cinema systems. */
export interface ClassicDetail {
  detail: string | {
    loc: string[]
    msg: string
    type: string
  }[]
}

/** The token of a link, and what shows that this browser belongs to the account. */
export interface Confirmation {
  /** A new password, for whoever owns the mailbox but not the password. */
  new_password?: string | null
  /** The password that was chosen at the sign-up. */
  password?: string | null
  /** What stands behind the `#` of the link. */
  token: string
}

/** A deed, as the audit has it. */
export interface Deed {
  /** `sign_in`, `role.change`. */
  action: string
  /** Who did it, when somebody was known. */
  actor: string | null
  /** From where. */
  address: string
  at: string
  /** What else is worth knowing. */
  detail: unknown
  id: string
  /** To whom or what. */
  subject: string | null
}

/** How this house stands to being looked around in. */
export interface Demo {
  /** Whether it was filled for that. */
  here: boolean
  /** Whether the caller may have it filled now. */
  offered: boolean
}

/** Two works that may be one, the older one first. */
export interface Doubt {
  a: Work
  b: Work
  /** Such as `years_apart`. */
  reason: string
  /** Another one as soon as either work is changed. */
  version: number
  /** The reason as a sentence. */
  words: string
}

/** What staff says of two works. */
export interface DoubtAnswer {
  a: string
  b: string
  /** Whether they are one. */
  same: boolean
  /** The `version` of the pair as it was looked at. */
  version?: number | null
}

/** What became of two works. */
export interface DoubtAnswered {
  same: boolean
  /** The work that both are now; the older one of two that are kept apart. */
  work: Work
}

/** How many pairs are in doubt for a reason. */
export interface DoubtReason {
  count: number
  reason: string
}

/** A page of doubts. */
export interface Doubts {
  items: Doubt[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
  reasons: DoubtReason[]
  /** How many there are for this reason, or for any. */
  total: number
}

/** Another address. */
export interface EmailChange {
  email: string
  password: string
}

/** What a source calls a release of the work. */
export interface ExternalId {
  source: string
  uid: string
}

/** A value to filter by, and how many works have it. */
export interface Facet {
  count: number
  name: string
}

/** A page of values. */
export interface FacetPage {
  items: Facet[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
  /** How many values there are in all. */
  total: number
}

/** Values to filter by, the most first. */
export interface Facets {
  companies: Facet[]
  /** Such as `1990`: the years from 1990 to 1999. The first one first. */
  decades: Facet[]
  franchises: Facet[]
  /** At most 20, as all that follow. */
  genres: Facet[]
  /** At most 100. */
  platforms: Facet[]
  years: Facet[]
}

/** What is wrong with one field. */
export interface FieldError {
  field: string
  message: string
}

/** The figures of the catalogue. */
export interface GameFacts {
  platforms: number
  releases: number
  works: number
}

/** A body with its links, and the actions that are open to the caller in the present state. */
export type Hal_Import = Import & {
  _links: Partial<Record<string, Link>>
  _templates: Partial<Record<string, Template>>
}

/** A body with its links, and the actions that are open to the caller in the present state. */
export type Hal_Me = Me & {
  _links: Partial<Record<string, Link>>
  _templates: Partial<Record<string, Template>>
}

/** A body with its links, and the actions that are open to the caller in the present state. */
export type Hal_TodoItem = TodoItem & {
  _links: Partial<Record<string, Link>>
  _templates: Partial<Record<string, Template>>
}

/** A body with its links, and the actions that are open to the caller in the present state. */
export type Hal_TodoList = TodoList & {
  _links: Partial<Record<string, Link>>
  _templates: Partial<Record<string, Template>>
}

/** A body with its links, and the actions that are open to the caller in the present state. */
export type Hal_User = User & {
  _links: Partial<Record<string, Link>>
  _templates: Partial<Record<string, Template>>
}

/** A body with its links, and the actions that are open to the caller in the present state. */
export type Hal_WorkMine = Partial<Record<string, unknown>> & {
  _links: Partial<Record<string, Link>>
  _templates: Partial<Record<string, Template>>
}

/** That the house is there. */
export interface Health {
  /** `gateway`. */
  service: string
  /** `ok`. */
  status: string
}

/** An import, how far it is and what came of it. */
export interface Import {
  /** How many were put aside. */
  bad: number
  bytes: number
  /** Why it failed, as a sentence. */
  error: string | null
  finished_at: string | null
  id: string
  /** How many were in the catalogue already, word for word. */
  known: number
  /** The name of the file. */
  name: string
  /** How far it was read. */
  read_bytes: number
  /** How many rows there are; 0 until they were counted. */
  rows: number
  /** `libretro`, `gamedatabase` or `steamspy`. */
  source: string
  started_at: string | null
  /** `waiting`, `running`, `done` or `failed`. */
  state: string
  /** How many were taken in. */
  taken: number
}

/** A row that was put aside. */
export interface ImportReject {
  /** The line on which it ends, from 1. */
  line: number
  reason: string
  /** Its start. */
  text: string
}

/** What this installation is. */
export interface Installation {
  /** Whether a mail server is set; sign-up answers differently then. */
  mail: boolean
  /** `Marquee`. */
  name: string
  /** The services that run; the page shows only those. */
  services: string[]
  /** The program's version. */
  version: string
}

/** A page of a list, as every service answers it. */
export interface Items_Deed {
  /** What is on the page. */
  items: Deed[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_Hal_Import {
  /** What is on the page. */
  items: Hal_Import[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_Hal_TodoList {
  /** What is on the page. */
  items: Hal_TodoList[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_Hal_WorkEntry {
  /** What is on the page. */
  items: (WorkEntry & {
    _links: Partial<Record<string, Link>>
    _templates: Partial<Record<string, Template>>
  })[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_ImportReject {
  /** What is on the page. */
  items: ImportReject[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_Job {
  /** What is on the page. */
  items: Job[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_Parked {
  /** What is on the page. */
  items: Parked[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_Session {
  /** What is on the page. */
  items: Session[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A page of a list, as every service answers it. */
export interface Items_TodoLabel {
  /** What is on the page. */
  items: TodoLabel[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A job and how it stands. */
export interface Job {
  attempts: number
  created_at: string
  /** When it was done last. */
  done_at: string | null
  /** What the last try failed with. */
  error: string | null
  /** How long after a run the next one comes; nothing for one that is done once. */
  every_seconds: number | null
  id: string
  kind: string
  /** When it is due; while it runs, until when its lease holds. */
  run_at: string
  /** `waiting`, `running`, `done` or `failed`. */
  state: string
}

/** Where something is. */
export interface Link {
  /** A path of this house. */
  href: string
}

/** What is on its way. */
export interface MailSent {
  /** `mail_sent`. */
  state: string
}

/** An account, as its owner sees it. */
export interface Me {
  /** Whether the address was proved. */
  confirmed: boolean
  created_at: string
  email: string
  id: string
  /** The language of pages and mails: `en` or `de`. */
  locale: string
  /** The name that others see. */
  name: string
  /** The number that classic paths show. */
  number: number
  password_changed_at: string | null
  /** What this account may do, such as `games.import`. */
  rights: string[]
  /** `user`, `moderator`, `admin` or `super_admin`. */
  role: Role
  /** Empty when there is none. */
  street_address: string
  username: string
  version: number
  /** A time zone such as `Europe/Berlin`. */
  zone: string
}

/** What a shop asked. */
export interface Money {
  amount_minor: number
  currency: string
}

/** A work that another one names. */
export interface NamedWork {
  id: string
  title: string
}

/** Something new to do. */
export interface NewTodoItem {
  due?: TodoDue | null
  labels?: string[]
  /** The list that stays, when it is left out. */
  list?: string | null
  note?: string
  priority?: number
  repeat?: TodoRepeat | null
  /** 1 to 200 characters. */
  title: string
}

/** A new list. */
export interface NewTodoList {
  color?: TodoColor | null
  /** 1 to 100 characters. */
  name: string
}

/** A note, with its words in English. */
export interface Note {
  at: string
  body: string
  id: string
  /** What happened, such as `accounts.welcome`; the page words it by this. */
  kind: string
  /** A path of the page that it leads to. */
  link: string | null
  /** What the words speak of. */
  params: Partial<Record<string, unknown>>
  read: boolean
  title: string
}

/** A page of notes. */
export interface Notes {
  items: Note[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
  /** How many notes are not read. */
  unread: number
}

/** An event that could not be taken, or stands behind one. */
export interface Parked {
  aggregate: string
  at: string
  body: unknown
  consumer: string
  happened_at: string
  pos: number
  reason: string
  source: string
  type: string
  version: number
}

/** A new password. */
export interface PasswordChange {
  current_password: string
  /** 8 to 128 characters. */
  new_password: string
}

/** Whose password is forgotten. */
export interface PasswordForgotten {
  email: string
}

/** The token of a link, and the password from now on. */
export interface PasswordReset {
  /** 8 to 128 characters. */
  new_password: string
  /** What stands behind the `#` of the link. */
  token: string
}

/** Why a request was refused (RFC 9457). Kinds may add members of their own. */
export interface Problem {
  /** What happened to this request and what to do about it. */
  detail?: string
  fields?: FieldError[]
  /** By which the operator finds it in the log. */
  request_id: string
  status: number
  /** The same in a few words. */
  title: string
  /** What happened, by a name that never changes. */
  type: string
}

/** What an owner may change of the own account; what is left out stays. */
export interface ProfileChange {
  /** The language of pages and mails: `en` or `de`. */
  locale?: string | null
  /** 1 to 100 characters. */
  name?: string | null
  /** At most 200 characters. */
  street_address?: string | null
  /** 3 to 50 letters, digits, dots, dashes and underscores. */
  username?: string | null
  /** A time zone such as `Europe/Berlin`. */
  zone?: string | null
}

/** Up to which note everything is read. */
export interface ReadUpTo {
  /** A note of the caller. */
  up_to: string
}

/** A release, as the page of its work shows it. */
export interface Release {
  /** `1986-09-26`, `1986-09` or `1986`. */
  date: string | null
  developer: string | null
  id: string
  platform: string
  publisher: string | null
  region: string | null
  serial: string | null
  title: string
  /** The title as printed, when it is in another script. */
  title_exact: string | null
}

/** Which dead letters to take again. */
export interface Replay {
  aggregate: string
  consumer: string
  source: string
}

/** How many dead letters were taken. */
export interface Replayed {
  replayed: number
}

/** The linear role of an account; the greater one may do more. */
export type Role = 'user' | 'moderator' | 'admin' | 'super_admin'

/** A role. */
export interface RoleChange {
  /** `user`, `moderator`, `admin` or `super_admin`. */
  role: Role
}

/** A browser or program that is signed in. */
export interface Session {
  /** From where it signed in. */
  address: string
  /** What it calls itself. */
  agent: string
  created_at: string
  /** Whether it is the one that asks. */
  current: boolean
  expires_at: string
  id: string
  /** `browser` or `token`. */
  kind: string
  /** When it was used last, to some minutes. */
  seen_at: string
}

/** How many sessions ended. */
export interface SessionsEnded {
  ended: number
}

/** The token of the set-up link, and the account that it is for. */
export interface Setup {
  /** Signed out: the new account's address. */
  email?: string | null
  /** Signed out: the new account's language, `en` or `de`; English when it is left out. */
  locale?: string | null
  /** Signed out: the new account's name. */
  name?: string | null
  /** Signed in: a longer password from now on, when the present one is too short for an administrator. */
  new_password?: string | null
  /** Signed in: the account's password. Signed out: the new account's, 15 characters and more. */
  password: string
  /** What stands behind the `#` of the link. */
  token: string
}

/** Whether the house waits for its first administrator. */
export interface SetupState {
  open: boolean
}

/** Who somebody says to be, and the password that shows it. */
export interface SignIn {
  /** E-mail address or user name. */
  login: string
  password: string
}

/** What somebody fills in to get an account. */
export interface SignUp {
  /** Where mails go; at most 320 characters. */
  email: string
  /** The language of pages and mails: `en` or `de`; English when it is left out. */
  locale?: string | null
  /** The name that others see; made from the address when it is left out. */
  name?: string | null
  /** 8 to 128 characters. */
  password: string
}

/** Who says so, and under which licence. */
export interface Source {
  /** The line that they ask for. */
  credit: string
  licence: string
  name: string
}

/** Why an account is suspended. */
export interface Suspension {
  /** For those who administer; 1 to 500 characters. */
  reason: string
}

/** Something that would succeed if the caller did it now. */
export interface Template {
  /** `POST`, `PUT`, `PATCH` or `DELETE`. */
  method: string
  /** Where to send it. */
  target: string
}

/** How a list looks. */
export type TodoColor = 'amber' | 'rose' | 'teal' | 'violet' | 'blue' | 'green'

/** How many items a member has, over all lists. */
export interface TodoCounts {
  /** Done. */
  done: number
  /** Not done. */
  open: number
  /** Not done although it was due. */
  overdue: number
  /** Not done and due on this day, in the zone of the due date. */
  today: number
  /** In the trash. */
  trash: number
}

/** A day of the week. */
export type TodoDay = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** How much was deleted. */
export interface TodoDeleted {
  deleted: number
}

/** When something is due, as its owner says it. */
export interface TodoDue {
  /** A day between 1970 and 2199, such as `2026-11-27`. */
  date: string
  /** A time such as `18:00`; null when the whole day is left for it. */
  time?: string | null
  /** The zone in which both are meant, such as `Europe/Berlin`. */
  zone: string
}

/** What is counted between two times. */
export type TodoEvery = 'day' | 'week' | 'month' | 'year'

/** Something to do. */
export interface TodoItem {
  completed: boolean
  completed_at: string | null
  created_at: string
  due: TodoDue | null
  /** From when on it is late: the time when it is due if it has one, else the end of its day. */
  due_at: string | null
  id: string
  labels: string[]
  /** The list on which it stands. */
  list: string
  note: string
  /** The number that classic paths show. */
  number: number
  /** 0 for none to 3 for the highest. */
  priority: number
  repeat: TodoRepeat | null
  title: string
  trashed_at: string | null
  updated_at: string
  version: number
}

/** What is to be changed; what is left out stays as it is. */
export interface TodoItemChange {
  /** Finishes or reopens it. */
  completed?: boolean | null
  due?: TodoDue | null
  labels?: string[] | null
  /** The item goes to the end of this list. */
  list?: string | null
  note?: string | null
  priority?: number | null
  repeat?: TodoRepeat | null
  title?: string | null
}

/** Where an item is to stand. */
export interface TodoItemMove {
  /** Right before this item, on its list; null for the end of the list on which it is. */
  before?: string | null
}

/** A page of items. */
export interface TodoItems {
  counts: TodoCounts
  items: Hal_TodoItem[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
}

/** A label. */
export interface TodoLabel {
  name: string
  /** How many items with it are neither done nor in the trash. */
  open: number
}

/** A list of items. */
export interface TodoList {
  color: TodoColor | null
  created_at: string
  id: string
  name: string
  /** How many of its items are neither done nor in the trash. */
  open: number
  version: number
}

/** What is to be changed; what is left out stays as it is. */
export interface TodoListChange {
  /** The list goes right before this one; null puts it behind all. */
  before?: string | null
  color?: TodoColor | null
  name?: string | null
}

/** How something comes back. */
export interface TodoRepeat {
  /** On which days of the week; only with `week`. Without any it is the day on which it was first due. */
  days?: TodoDay[]
  /** What is counted. */
  every: TodoEvery
  /** How many of them lie between two times: 1 to 365. */
  interval?: number
}

/** A refresh token. */
export interface TokenRefresh {
  refresh_token: string
}

/** An access token, and the refresh token that gets the next one. */
export interface Tokens {
  /** Goes into the `Authorization` header behind `Bearer`. */
  access_token: string
  /** For how many seconds the access token works. */
  expires_in: number
  /** Works once. */
  refresh_token: string
  /** `Bearer`. */
  token_type: string
}

/** How many notes are not read. */
export interface Unread {
  unread: number
}

/** An account, as whoever administers sees it. */
export type User = UserRow & {
  /** Sets of rights that it was granted. */
  grants: string[]
  locale: string
  suspended_reason: string | null
  version: number
  zone: string
}

/** An account on the list. */
export interface UserRow {
  confirmed: boolean
  created_at: string
  email: string
  id: string
  name: string
  number: number
  role: Role
  /** When it was used last. */
  seen_at: string | null
  /** How many browsers and programs are signed in. */
  sessions: number
  suspended: boolean
  username: string
}

/** A page of accounts. */
export interface Users {
  items: UserRow[]
  next: string | null
  /** How many there are, counted up to 1,000. */
  total: number
}

/** A work with its releases and what hangs on it. */
export type Work = WorkCard & {
  _links: Partial<Record<string, Link>>
  /** What adds to it. */
  additions: WorkCard[]
  edition_of: NamedWork | null
  /** What sets the edition apart. */
  edition_title: string | null
  editions: WorkCard[]
  /** For whom it is fit, in the letters of the North American board. */
  esrb: string | null
  external_ids: ExternalId[]
  /** The series that it belongs to. */
  franchise: string | null
  /** The fields that staff set: no import changes them. */
  locked: string[]
  /** 0 to 100. */
  metascore: number | null
  parent: NamedWork | null
  /** How many can play at once. */
  players: number | null
  price_reference: Money | null
  /** The first one first. */
  releases: Release[]
  sources: Source[]
  version: number
}

/** A work on a list. */
export interface WorkCard {
  /** The title in its own script, such as 悪魔城ドラキュラ. */
  alt_title: string | null
  developer: string | null
  genres: string[]
  id: string
  kind: WorkKind
  /** The number that classic paths show. */
  number: number
  /** The first one first. */
  platforms: string[]
  publisher: string | null
  title: string
  /** When it first came out. */
  year: number | null
}

/** What staff says of a work; what is left out stays as it is. */
export interface WorkChange {
  alt_title?: string | null
  developer?: string | null
  /** The game that it is an edition of. */
  edition_of?: string | null
  edition_title?: string | null
  franchise?: string | null
  genres?: string[] | null
  kind?: WorkKind | null
  /** The game that it adds to. */
  parent?: string | null
  /** What it was released on; only of a game that is made, since lists say it of the others. */
  platforms?: string[] | null
  players?: number | null
  publisher?: string | null
  title?: string | null
  year?: number | null
}

/** Something that was done to a work. */
export interface WorkEntry {
  /** `create`, `edit`, `undo`, `unlock`, `merge` or `keep_apart`. */
  action: string
  actor: string
  /** Names are the business of accounts. */
  actor_name: string | null
  at: string
  changes: (Partial<Record<string, unknown>>)[]
  id: string
}

/** What a work is, in the words of the page. An edition is a game that names the game it is an edition of. */
export type WorkKind = 'game' | 'dlc' | 'expansion' | 'bundle' | 'edition'

/** An entry of a history. */
export interface WorkUndo {
  /** Its id. */
  entry: string
}

/** A page of works. */
export interface Works {
  /** The spelling that was looked for instead, when nothing has the words as typed. */
  corrected: string | null
  facets: Facets
  /** True when search is away and only the starts of titles were compared. */
  fallback: boolean
  items: WorkCard[]
  /** The cursor of the next page; nothing on the last. */
  next: string | null
  /** How long it took, in milliseconds, for whoever asked first. */
  took_ms: number
  /** How many there are in all. */
  total: number
}
