// People, sessions, proofs and notes of the mock. Passwords lie in memory in the clear: it guards nothing.
import { randomBytes, randomUUID } from 'node:crypto'
import { Deeds } from './house.mjs'
import { invalid, problem } from './problems.mjs'

/** @type {Record<Me['role'], string[]>} */
const RIGHTS = {
  user: ['accounts.self', 'notify.read', 'todos.own'],
  moderator: ['games.keep'],
  admin: ['accounts.administer', 'games.import', 'house.audit', 'house.operate', 'search.rebuild'],
  super_admin: ['accounts.appoint'],
}
/** @type {Me['role'][]} */
export const ROLES = ['user', 'moderator', 'admin', 'super_admin']
/** @param {Me['role']} role */
export const rightsOf = (role) => ROLES.slice(0, ROLES.indexOf(role) + 1).flatMap((each) => RIGHTS[each])
/** @param {string} email */
const isAddress = (email) => (/^[^@\s]+@[^@\s]+$/.test(email) ? (/@.+\../.test(email) ? '' : 'This address has no ending, such as .org.') : 'This is not an e-mail address')
/** What is wrong with a new password, or nothing. @param {string} password @param {Me['role']} role */
export const weak = (password, role) => {
  const least = role === 'user' ? 8 : 15
  if (password.length < least) return `At least ${least} characters`
  return /^(password|12345678|qwertyui)/i.test(password) ? 'This password is among the first that anybody tries' : ''
}

/** @param {string} [field] */
export const notThePassword = (field = 'password') => problem(401, 'accounts/bad-credentials', 'Login or password is wrong', { fields: [{ field, message: 'That is not your password.' }] })
export const token = () => randomBytes(32).toString('hex')

/**
 * @typedef {import('../../src/api/types').Me} Me
 * @typedef {import('../../src/api/types').Note} Note
 * @typedef {{ me: Me, password: string, proof: string, notes: Note[], suspended: string | null, grants: string[], reset?: string, undo?: { token: string, email: string } }} Account
 * @typedef {{ account: Account, row: import('../../src/api/types').Session }} Signed
 * @typedef {{ agent: string, address: string }} Device
 * @typedef {{ print: (line: string) => void, origin: () => string, tell: (user: string) => void }} Parts
 */

export class Accounts {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts
    this.setupToken = token()
    /** @type {Account[]} */
    this.all = []
    /** @type {Map<string, Signed>} */
    this.sessions = new Map()
    this.tries = 0
    this.deeds = new Deeds()
    /** Whose request is answered just now. @type {Device} */
    this.device = { agent: '', address: '127.0.0.1' }
  }

  open() {
    return !this.all.some(({ me }) => me.role === 'super_admin')
  }

  /** @param {{ email?: string, password?: string, name?: string, locale?: string }} form @param {Me['role']} [role] */
  signUp({ email = '', password = '', name, locale = 'en' }, role = 'user') {
    /** @type {Record<string, string>} */
    const wrong = {}
    if (isAddress(email)) wrong.email = isAddress(email)
    if (weak(password, role)) wrong.password = weak(password, role)
    if (Object.keys(wrong).length > 0) throw invalid(wrong)
    this.freeAddress(email)
    /** @type {Account} */
    const account = {
      me: {
        id: randomUUID(),
        number: this.all.length + 1,
        email: email.toLowerCase(),
        username: email.split('@')[0] ?? '',
        name: name ?? '',
        street_address: '',
        password_changed_at: new Date().toISOString(),
        version: 1,
        role,
        confirmed: false,
        locale,
        zone: 'UTC',
        created_at: new Date().toISOString(),
        rights: rightsOf(role),
      },
      password,
      proof: token(),
      notes: [],
      suspended: null,
      grants: [],
    }
    this.all.push(account)
    this.note(account, 'accounts.welcome', 'Welcome to the house')
    this.deed(account, 'sign_up', account)
    this.print(account)
    return this.start(account)
  }

  /** @param {{ login?: string, password?: string }} form */
  signIn({ login = '', password }) {
    const account = this.all.find(({ me }) => me.email === login.toLowerCase() || me.username === login)
    if (account?.password !== password || !account) {
      this.tries += 1
      if (this.tries > 20) throw problem(429, 'request/too-many', 'Too many tries', { retry_after: 20 })
      this.deed(null, 'sign_in.refused', account)
      throw problem(401, 'accounts/bad-credentials', 'Name and password do not fit together')
    }
    if (account.suspended !== null) throw problem(403, 'accounts/suspended', 'This account is suspended', { reason: account.suspended })
    this.deed(account, 'sign_in', account)
    return this.start(account)
  }

  /** @param {string | undefined} session */
  signOut(session) {
    this.sessions.delete(session ?? '')
  }

  /** @param {string | undefined} session */
  me(session) {
    return this.who(session).me
  }

  /** @param {{ token?: string, password?: string, new_password?: string }} form @param {string | undefined} session */
  confirm({ token: proof, password, new_password }, session) {
    const account = this.all.find((one) => one.proof === proof && proof)
    if (!account) throw problem(410, 'accounts/link-spent', 'This link has done its work')
    const mine = this.sessions.get(session ?? '')?.account === account
    if (!mine && !password && !new_password) throw problem(403, 'accounts/password-needed', 'Your password, please')
    if (!mine && password && password !== account.password) throw notThePassword()
    if (new_password) account.password = new_password
    account.proof = ''
    account.me = { ...account.me, confirmed: true }
    this.note(account, 'accounts.confirmed', 'Your address is confirmed')
    return mine ? { me: account.me, session } : this.start(account)
  }

  /** @param {string | undefined} session */
  sendAgain(session) {
    const account = this.who(session)
    account.proof = token()
    this.print(account)
    return { state: 'mail_sent' }
  }

  /** @param {{ token?: string, password?: string, new_password?: string, email?: string, name?: string }} form @param {string | undefined} session */
  setUp(form, session) {
    if (!this.open() || form.token !== this.setupToken) throw problem(410, 'accounts/link-spent', 'This link has done its work')
    const account = this.sessions.get(session ?? '')?.account
    if (!account) return this.signUp(form, 'super_admin')
    const lasting = form.new_password ?? form.password ?? ''
    if (lasting.length < 15) throw invalid({ [form.new_password ? 'new_password' : 'password']: 'Whoever administers has a password of at least 15 characters. Choose a longer one as the new password.' })
    if (account.password !== form.password) throw notThePassword()
    account.password = lasting
    account.me = { ...account.me, role: 'super_admin', rights: rightsOf('super_admin') }
    this.note(account, 'accounts.raised', 'You have the keys')
    this.deed(account, 'setup.raise', account)
    return { me: account.me, session }
  }

  /** @param {string | undefined} session */
  notes(session) {
    const { notes } = this.who(session)
    return { items: notes, next: null, unread: notes.filter((note) => !note.read).length }
  }

  /** @param {string | undefined} session @param {string} upTo */
  read(session, upTo) {
    const { me, notes } = this.who(session)
    const from = notes.findIndex((note) => note.id === upTo)
    notes.forEach((note, i) => {
      if (from >= 0 && i >= from) note.read = true
    })
    this.parts.tell(me.id)
    return { unread: notes.filter((note) => !note.read).length }
  }

  /** @param {string | undefined} session @returns {Account} */
  who(session) {
    const signed = this.sessions.get(session ?? '')
    if (!signed) throw problem(401, 'request/sign-in-needed', 'You are signed out')
    signed.row.seen_at = new Date().toISOString()
    return signed.account
  }

  /** @param {Account} account */
  start(account) {
    const session = token()
    const now = new Date().toISOString()
    const expires_at = new Date(Date.now() + 30 * 86_400_000).toISOString()
    this.sessions.set(session, { account, row: { id: randomUUID(), kind: 'browser', ...this.device, created_at: now, seen_at: now, expires_at, current: false } })
    return { me: account.me, session }
  }

  /** Ends the sessions of an account but this one. @param {Account} account @param {string} [but] */
  endAll(account, but) {
    const theirs = [...this.sessions].filter(([session, signed]) => signed.account === account && session !== but)
    for (const [session] of theirs) this.sessions.delete(session)
    return theirs.length
  }

  /** @param {string} email @param {Account} [mine] */
  freeAddress(email, mine) {
    if (this.all.some((one) => one !== mine && one.me.email === email.toLowerCase())) throw problem(409, 'accounts/email-taken', 'There is an account with this address', { fields: [{ field: 'email', message: 'This address has an account.' }] })
  }

  /** @param {Account | null} actor @param {string} action @param {Account | null} [subject] @param {object | null} [detail] */
  deed(actor, action, subject = null, detail = null) {
    this.deeds.add({ actor: actor?.me.id ?? null, action, subject: subject?.me.id ?? null, address: this.device.address, detail })
  }

  /** @param {Account} account @param {string} kind @param {string} title */
  note(account, kind, title) {
    account.notes.unshift({ id: randomUUID(), kind, title, body: '', link: kind === 'accounts.welcome' ? '/games' : null, params: {}, at: new Date().toISOString(), read: false })
    this.parts.tell(account.me.id)
  }

  /** @param {Account} account */
  print({ me, proof }) {
    this.parts.print(`Confirm ${me.email}: ${this.parts.origin()}/confirm#${proof}`)
  }
}
