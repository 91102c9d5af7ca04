// People, sessions, proofs and notes of the mock. Passwords lie in memory in the clear: it guards nothing.
import { randomBytes, randomUUID } from 'node:crypto'
import { invalid, problem } from './problems.mjs'

const notThePassword = () => problem(401, 'accounts/bad-credentials', 'Login or password is wrong', { fields: [{ field: 'password', message: 'That is not your password.' }] })
const token = () => randomBytes(32).toString('hex')

/**
 * @typedef {import('../../src/api/types').Me} Me
 * @typedef {import('../../src/api/types').Note} Note
 * @typedef {{ me: Me, password: string, proof: string, notes: Note[] }} Account
 * @typedef {{ print: (line: string) => void, origin: () => string, tell: (user: string) => void }} Parts
 */

export class Accounts {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts
    this.setupToken = token()
    /** @type {Account[]} */
    this.all = []
    /** @type {Map<string, Account>} */
    this.sessions = new Map()
    this.tries = 0
  }

  open() {
    return !this.all.some(({ me }) => me.role === 'super_admin')
  }

  /** @param {{ email?: string, password?: string, name?: string }} form @param {Me['role']} [role] */
  signUp({ email = '', password = '', name }, role = 'user') {
    /** @type {Record<string, string>} */
    const wrong = {}
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) wrong.email = 'This is not an e-mail address'
    else if (!/@.+\../.test(email)) wrong.email = 'This address has no ending, such as .org'
    if (password.length < (role === 'user' ? 8 : 15)) wrong.password = `At least ${role === 'user' ? 8 : 15} characters`
    else if (/^(password|12345678|qwertyui)/i.test(password)) wrong.password = 'This password is among the first that anybody tries'
    if (Object.keys(wrong).length > 0) throw invalid(wrong)
    if (this.all.some(({ me }) => me.email === email.toLowerCase())) throw problem(409, 'accounts/email-taken', 'There is an account with this address', { fields: [{ field: 'email', message: 'This address has an account.' }] })
    /** @type {Account} */
    const account = {
      me: {
        id: randomUUID(),
        number: this.all.length + 1,
        email: email.toLowerCase(),
        username: email.split('@')[0] ?? '',
        name: name ?? '',
        role,
        confirmed: false,
        locale: 'en',
        zone: 'UTC',
        created_at: new Date().toISOString(),
        rights: role === 'user' ? ['games.keep'] : ['games.keep', 'games.import'],
      },
      password,
      proof: token(),
      notes: [],
    }
    this.all.push(account)
    this.note(account, 'accounts.welcome', 'Welcome to the house')
    this.print(account)
    return this.start(account)
  }

  /** @param {{ login?: string, password?: string }} form */
  signIn({ login = '', password }) {
    const account = this.all.find(({ me }) => me.email === login.toLowerCase() || me.username === login)
    if (account?.password !== password || !account) {
      this.tries += 1
      if (this.tries > 20) throw problem(429, 'request/too-many', 'Too many tries', { retry_after: 20 })
      throw problem(401, 'accounts/bad-credentials', 'Name and password do not fit together')
    }
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
    const mine = this.sessions.get(session ?? '') === account
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
    const account = this.sessions.get(session ?? '')
    if (!account) return this.signUp(form, 'super_admin')
    const lasting = form.new_password ?? form.password ?? ''
    if (lasting.length < 15) throw invalid({ [form.new_password ? 'new_password' : 'password']: 'Whoever administers has a password of at least 15 characters. Choose a longer one as the new password.' })
    if (account.password !== form.password) throw notThePassword()
    account.password = lasting
    account.me = { ...account.me, role: 'super_admin', rights: ['games.keep', 'games.import'] }
    this.note(account, 'accounts.raised', 'You have the keys')
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
    const account = this.sessions.get(session ?? '')
    if (!account) throw problem(401, 'request/sign-in-needed', 'You are signed out')
    return account
  }

  /** @param {Account} account */
  start(account) {
    const session = token()
    this.sessions.set(session, account)
    return { me: account.me, session }
  }

  /** @param {Account} account @param {string} kind @param {string} title */
  note(account, kind, title) {
    account.notes.unshift({ id: randomUUID(), kind, title, body: '', link: kind === 'accounts.welcome' ? '/games' : null, at: new Date().toISOString(), read: false })
    this.parts.tell(account.me.id)
  }

  /** @param {Account} account */
  print({ me, proof }) {
    this.parts.print(`Confirm ${me.email}: ${this.parts.origin()}/confirm#${proof}`)
  }
}
