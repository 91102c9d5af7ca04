// What one changes about one's own account: profile, password, address, devices, and the links that bring it back.
import { notThePassword, token, weak } from './accounts.mjs'
import { invalid, problem } from './problems.mjs'

/**
 * @typedef {import('./accounts.mjs').Account} Account
 * @typedef {{ accounts: import('./accounts.mjs').Accounts, call: string, url: URL, body: any, cookie: string | undefined, request: import('node:http').IncomingMessage, answer: (status: number, value?: unknown, session?: string | null) => void }} Asked
 */

/** Refuses a change that was made to an older version. @param {Asked['request']} request @param {number} version */
export function expect(request, version) {
  const expected = request.headers['if-match']
  if (expected && expected !== `"${version}"`) throw problem(412, 'request/changed-meanwhile', 'This was changed meanwhile')
}

/** @param {Asked} asked @returns {boolean} */
export function settings({ accounts, call, body, cookie, request, answer }) {
  const device = /^DELETE \/accounts\/sessions\/([0-9a-f-]{36})$/.exec(call)
  if (device) {
    const mine = accounts.who(cookie)
    const found = [...accounts.sessions].find(([, signed]) => signed.account === mine && signed.row.id === device[1])
    if (!found) throw problem(404, 'accounts/no-such-session', 'There is no such session')
    accounts.sessions.delete(found[0])
    answer(204)
    return true
  }
  switch (call) {
    case 'PATCH /accounts/me':
      answer(200, profile(accounts, accounts.who(cookie), body, request))
      return true
    case 'PUT /accounts/me/password': {
      const me = accounts.who(cookie)
      if (body.current_password !== me.password) throw notThePassword('current_password')
      if (weak(body.new_password, me.me.role)) throw invalid({ new_password: weak(body.new_password, me.me.role) })
      accounts.endAll(me)
      const { session } = fresh(accounts, me, body.new_password, 'password.change')
      me.me = { ...me.me, confirmed: false }
      me.proof = token()
      accounts.print(me)
      sendUndo(accounts, me)
      answer(200, me.me, session)
      return true
    }
    case 'PUT /accounts/me/email': {
      const me = accounts.who(cookie)
      address(accounts, me, body)
      answer(200, me.me, accounts.start(me).session)
      return true
    }
    case 'GET /accounts/sessions': {
      const me = accounts.who(cookie)
      const rows = [...accounts.sessions].filter(([, signed]) => signed.account === me).map(([session, { row }]) => ({ ...row, current: session === cookie }))
      answer(200, { items: rows.toSorted((a, b) => b.seen_at.localeCompare(a.seen_at)), next: null })
      return true
    }
    case 'DELETE /accounts/sessions':
      answer(200, { ended: accounts.endAll(accounts.who(cookie), cookie) })
      return true
    case 'POST /accounts/password-reset-mails': {
      const known = accounts.all.find(({ me }) => me.email === String(body.email).toLowerCase())
      if (known) sendReset(accounts, known)
      answer(202, { state: 'mail_sent' })
      return true
    }
    case 'POST /accounts/password-resets': {
      const account = byLink(accounts, (one) => one.reset, body)
      account.me = { ...account.me, confirmed: true }
      const { me, session } = fresh(accounts, account, body.new_password, 'password.reset')
      answer(200, me, session)
      return true
    }
    case 'POST /accounts/undos': {
      const account = byLink(accounts, (one) => one.undo?.token, body)
      account.me = { ...account.me, email: account.undo?.email ?? '', confirmed: true }
      const { me, session } = fresh(accounts, account, body.new_password, 'undo')
      answer(200, me, session)
      return true
    }
    default:
      return false
  }
}

/** @param {Asked['accounts']} accounts @param {Account} account */
export function sendReset(accounts, account) {
  account.reset = token()
  accounts.deed(null, 'reset.ask', account)
  accounts.parts.print(`Reset ${account.me.email}: ${accounts.parts.origin()}/reset#${account.reset}`)
}

/** @param {Asked['accounts']} accounts @param {Account} mine @param {any} change @param {Asked['request']} request */
function profile(accounts, mine, change, request) {
  expect(request, mine.me.version)
  if (change.name === '') throw invalid({ name: 'A name has at least one character.' })
  const username = change.username?.trim()
  if (username === '') throw invalid({ username: 'A user name has at least one letter' })
  if (username && accounts.all.some((one) => one !== mine && one.me.username === username)) {
    throw problem(409, 'accounts/username-taken', 'Somebody else has this user name', { fields: [{ field: 'username', message: 'Somebody else has this user name' }] })
  }
  mine.me = { ...mine.me, ...change, version: mine.me.version + 1 }
  accounts.deed(mine, 'profile.change', mine)
  return mine.me
}

/** @param {Asked['accounts']} accounts @param {Account} mine @param {any} form */
function address(accounts, mine, { email = '', password }) {
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) throw invalid({ email: 'This address has no ending, such as .org.' })
  if (password !== mine.password) throw notThePassword()
  accounts.freeAddress(email, mine)
  sendUndo(accounts, mine)
  mine.me = { ...mine.me, email: email.toLowerCase(), confirmed: false, version: mine.me.version + 1 }
  mine.proof = token()
  accounts.print(mine)
  accounts.endAll(mine)
  accounts.deed(mine, 'email.change', mine)
  accounts.note(mine, 'accounts.email_changed', 'Your address is another')
}

/** @param {Asked['accounts']} accounts @param {Account} account */
function sendUndo(accounts, account) {
  account.undo = { token: token(), email: account.me.email }
  accounts.parts.print(`Undo for ${account.me.email}: ${accounts.parts.origin()}/undo#${account.undo.token}`)
}

/** @param {Asked['accounts']} accounts @param {(one: Account) => string | undefined} link @param {any} form */
function byLink(accounts, link, form) {
  const account = accounts.all.find((one) => link(one) && link(one) === form.token)
  if (!account) throw problem(410, 'accounts/link-spent', 'This link has done its work')
  if (weak(form.new_password, account.me.role)) throw invalid({ new_password: weak(form.new_password, account.me.role) })
  return account
}

/** A new password ends every session and begins one. @param {Asked['accounts']} accounts @param {Account} account @param {string} password @param {string} action */
function fresh(accounts, account, password, action) {
  account.password = password
  account.reset = undefined
  account.undo = undefined
  account.me = { ...account.me, password_changed_at: new Date().toISOString(), version: account.me.version + 1 }
  accounts.endAll(account)
  accounts.deed(account, action, account)
  accounts.note(account, 'accounts.password_changed', 'Your password is another')
  return accounts.start(account)
}
