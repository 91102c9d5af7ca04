// The doors that every service of the house has: audit, events that were put aside, jobs.
import { randomUUID } from 'node:crypto'
import { problem } from './problems.mjs'

const ago = (/** @type {number} */ minutes) => new Date(Date.now() - minutes * 60_000).toISOString()

export class Deeds {
  constructor() {
    /** @type {import('../../src/api/types').Deed[]} */
    this.all = []
  }

  /** @param {Omit<import('../../src/api/types').Deed, 'id' | 'at'>} deed */
  add(deed) {
    this.all.unshift({ id: randomUUID(), at: new Date().toISOString(), ...deed })
  }
}

const aggregate = randomUUID()
const event = (/** @type {number} */ version, /** @type {string} */ reason) => ({
  consumer: 'notify.confirmed',
  source: 'accounts',
  pos: 40 + version,
  type: 'accounts.user.confirmed.v1',
  aggregate,
  version,
  happened_at: ago(190 - version),
  at: ago(189 - version),
  reason,
  body: { user: aggregate, proof: { kind: 'confirm', by: 'mail' } },
})
/** @type {Record<string, import('../../src/api/types').Parked[]>} */
const parked = { notify: [event(2, 'not-found: nobody has this id'), event(3, 'an earlier event of the same thing is parked')] }

/** @param {string} kind @param {object} more */
const job = (kind, more) => ({ id: randomUUID(), kind, state: 'waiting', attempts: 0, run_at: ago(-24), created_at: ago(3000), done_at: null, error: null, every_seconds: null, ...more })
/** @type {Record<string, object[]>} */
const jobs = {
  accounts: [job('accounts.forget_old_sessions', { every_seconds: 3600, attempts: 1, done_at: ago(36) })],
  games: [job('games.read_import', { state: 'failed', attempts: 5, run_at: ago(12), error: 'line 1 of games.csv has no column that names a title' })],
  notify: [job('notify.send_mails', { state: 'running', attempts: 2, run_at: ago(1), every_seconds: 60 }), job('notify.forget_old_notes', { every_seconds: 86_400 })],
}

/** @param {import('./settings.mjs').Asked} asked @returns {boolean} */
export function house({ accounts, call, url, body, cookie, answer }) {
  const [, method, service = '', door, id] = /^(GET|POST) \/(accounts|games|notify|search)\/(audit|parked|jobs)(?:\/(.+))?$/.exec(call) ?? []
  if (!method) return false
  const { rights } = accounts.who(cookie).me
  if (!rights.includes(door === 'audit' ? 'house.audit' : 'house.operate')) throw problem(403, 'request/not-allowed', 'This is not open to you')
  if (door === 'audit') answer(200, audit(service === 'accounts' ? accounts.deeds.all : [], url.searchParams))
  else if (door === 'parked' && !id) answer(200, { items: parked[service] ?? [], next: null })
  else if (door === 'parked') {
    const through = (parked[service] ?? []).filter((each) => each.consumer === body.consumer && each.aggregate === body.aggregate)
    parked[service] = (parked[service] ?? []).filter((each) => !through.includes(each))
    answer(200, { replayed: through.length })
  } else if (!id) answer(200, { items: (jobs[service] ?? []).filter((each) => !url.searchParams.get('state') || /** @type {any} */ (each).state === url.searchParams.get('state')), next: null })
  else {
    jobs[service] = (jobs[service] ?? []).map((each) => (id.startsWith(/** @type {any} */ (each).id) ? { ...each, state: 'waiting', attempts: 0, error: null, run_at: ago(0) } : each))
    answer(202, {})
  }
  return true
}

/** @param {import('../../src/api/types').Deed[]} all @param {URLSearchParams} asked */
function audit(all, asked) {
  const limit = Number(asked.get('limit') ?? 30)
  const from = Number(asked.get('cursor') ?? 0)
  const found = all.filter((deed) => ['action', 'subject', 'actor'].every((name) => !asked.get(name) || String(deed[/** @type {'action'} */ (name)]) === asked.get(name)))
  return { items: found.slice(from, from + limit), next: from + limit < found.length ? String(from + limit) : null }
}
