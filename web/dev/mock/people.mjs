// What whoever runs the house does about accounts.
import { ROLES, rightsOf } from './accounts.mjs'
import { invalid, problem } from './problems.mjs'
import { expect, sendReset } from './settings.mjs'

/** @typedef {import('./accounts.mjs').Account} Account */

/** @param {import('./settings.mjs').Asked} asked @returns {boolean} */
export function people({ accounts, call, url, body, cookie, request, answer }) {
  const [, method, id, rest = ''] = /^(GET|POST|PUT|DELETE) \/accounts\/users(?:\/([^/]+)(?:\/(.+))?)?$/.exec(call) ?? []
  if (!method || (method === 'POST' && !id)) return false
  const asker = accounts.who(cookie)
  if (!asker.me.rights.includes('accounts.administer')) throw problem(403, 'request/not-allowed', 'This is not open to you')
  if (!id) {
    answer(200, list(accounts, url.searchParams))
    return true
  }
  const one = accounts.all.find(({ me }) => me.id === id)
  if (!one) throw problem(404, 'accounts/no-such-user', 'There is no such account')
  if (method === 'GET') {
    answer(200, whole(accounts, one, asker))
    return true
  }
  if (!above(asker, one)) throw problem(403, 'accounts/not-above', 'Only a higher role may do this')
  expect(request, one.me.version)
  const done = act(accounts, one, asker, `${method} ${rest}`, body)
  answer(done ? 200 : 202, done ?? { state: 'mail_sent' })
  return true
}

/** @param {Account} asker @param {Account} one */
const above = (asker, one) => asker.me.role === 'super_admin' || ROLES.indexOf(asker.me.role) > ROLES.indexOf(one.me.role)

/** @param {import('./settings.mjs').Asked['accounts']} accounts @param {Account} one @param {Account} asker @param {string} call @param {any} body */
function act(accounts, one, asker, call, body) {
  const { me } = one
  const only = me.role === 'super_admin' && accounts.all.filter((other) => other.me.role === 'super_admin').length === 1
  let detail = null
  if (call === 'PUT role') {
    if (only && body.role !== 'super_admin') throw problem(409, 'accounts/last-super-admin', 'The last one stays')
    detail = { before: me.role, after: body.role }
    one.me = { ...me, role: body.role, rights: rightsOf(body.role) }
    accounts.endAll(one)
  } else if (call === 'PUT suspension') {
    if (!body.reason?.trim()) throw invalid({ reason: 'Say why' })
    one.suspended = body.reason
    detail = { reason: body.reason }
    accounts.endAll(one)
  } else if (call === 'DELETE suspension') one.suspended = null
  else if (call === 'DELETE sessions') detail = { ended: accounts.endAll(one) }
  else if (call === 'PUT grants/catalogue') one.grants = ['catalogue']
  else if (call === 'DELETE grants/catalogue') one.grants = []
  else if (call === 'POST password-reset-mails') {
    sendReset(accounts, one)
    return null
  } else throw problem(404, 'request/no-such-path', 'There is nothing at this path')
  /** @type {Record<string, string>} */
  const names = { 'PUT role': 'role.change', 'PUT suspension': 'suspend', 'DELETE suspension': 'restore', 'DELETE sessions': 'sessions.end', 'PUT grants/catalogue': 'grant', 'DELETE grants/catalogue': 'revoke' }
  one.me = { ...one.me, version: one.me.version + 1 }
  accounts.deed(asker, names[call] ?? call, one, detail)
  return whole(accounts, one, asker)
}

/** @param {import('./settings.mjs').Asked['accounts']} accounts @param {URLSearchParams} asked */
function list(accounts, asked) {
  const q = (asked.get('q') ?? '').toLowerCase()
  const limit = Number(asked.get('limit') ?? 30)
  const from = Number(asked.get('cursor') ?? 0)
  const found = accounts.all
    .filter(({ me }) => !q || [me.name, me.email, me.username].some((word) => word.toLowerCase().startsWith(q)))
    .filter(({ me }) => !asked.get('role') || me.role === asked.get('role'))
    .filter(({ suspended }) => !asked.get('state') || (suspended === null) === (asked.get('state') === 'active'))
    .toReversed()
  return { items: found.slice(from, from + limit).map((one) => row(accounts, one)), next: from + limit < found.length ? String(from + limit) : null, total: Math.min(found.length, 1000) }
}

/** @param {import('./settings.mjs').Asked['accounts']} accounts @param {Account} one */
function row(accounts, { me, suspended }) {
  const rows = [...accounts.sessions.values()].filter((signed) => signed.account.me.id === me.id).map((signed) => signed.row)
  const { id, number, email, username, name, role, confirmed, created_at } = me
  return { id, number, email, username, name, role, confirmed, suspended: suspended !== null, created_at, seen_at: rows.map((each) => each.seen_at).toSorted().at(-1) ?? null, sessions: rows.length }
}

/** @param {import('./settings.mjs').Asked['accounts']} accounts @param {Account} one @param {Account} asker */
function whole(accounts, one, asker) {
  const { me, suspended, grants } = one
  const at = `/api/v1/accounts/users/${me.id}`
  const mine = one === asker
  /** @type {[string, string, string, boolean][]} */
  const offers = [
    ['change_role', 'PUT', 'role', !mine],
    ['suspend', 'PUT', 'suspension', !mine && suspended === null],
    ['restore', 'DELETE', 'suspension', suspended !== null],
    ['end_sessions', 'DELETE', 'sessions', !mine && row(accounts, one).sessions > 0],
    ['send_reset', 'POST', 'password-reset-mails', suspended === null],
    ['grant', 'PUT', 'grants/catalogue', !mine && me.role === 'user' && grants.length === 0],
    ['revoke', 'DELETE', 'grants/catalogue', !mine && grants.length > 0],
  ]
  const templates = Object.fromEntries(offers.filter(([, , , there]) => there && above(asker, one)).map(([name, method, path]) => [name, { method, target: `${at}/${path}` }]))
  return { ...row(accounts, one), locale: me.locale, zone: me.zone, version: me.version, suspended_reason: suspended, grants, _links: { self: { href: at } }, _templates: templates }
}
