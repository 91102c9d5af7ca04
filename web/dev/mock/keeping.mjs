// What staff does to the catalogue of the mock: edits with locks and a history, pairs in doubt, uploads.
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { once } from './once.mjs'
import { invalid, problem } from './problems.mjs'
import { expect } from './settings.mjs'

/**
 * @typedef {import('../../src/api/types').Work} Work
 * @typedef {import('../../src/api/types').Import} Import
 * @typedef {import('../../src/api/types').WorkEntry} Entry
 * @typedef {import('../../src/api/types').Reject} Reject
 */

/** @type {Map<string, Entry[]>} */
const histories = new Map()
/** @type {{ run: Import, rejects: Reject[] }[]} */
const imports = []
/** Pairs that were answered. @type {Set<string>} */
const settled = new Set()

/** @param {{ me: { rights: string[] } }} who @param {string} right */
function need(who, right) {
  if (!who.me.rights.includes(right)) throw problem(403, 'request/not-allowed', 'This is not open to you')
}

/** @param {import('./settings.mjs').Asked & { catalogue: import('./catalogue.mjs').Catalogue, file: Buffer | null }} asked @returns {boolean} */
export function keeping(asked) {
  const { accounts, catalogue, call, url, cookie, answer } = asked
  const [, method = '', kind = '', id = '', sub = '', field = ''] = /^(\w+) \/games\/(works|facets|doubts|imports)(?:\/([^/]+))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(call) ?? []
  if (!kind) return false
  if (kind === 'facets') {
    answer(200, catalogue.facet(id, url.searchParams))
    return true
  }
  if (kind === 'works') return ofWorks(asked, method, id, sub, field)
  const who = accounts.who(cookie)
  if (kind === 'doubts') {
    need(who, 'games.keep')
    doubts(asked, method)
  } else {
    need(who, 'games.import')
    uploads(asked, method, id, sub)
  }
  return true
}

/** @param {Parameters<typeof keeping>[0]} asked @param {string} method @param {string} id @param {string} sub @param {string} field */
function ofWorks({ accounts, catalogue, url, body, cookie, request, answer }, method, id, sub, field) {
  if (method === 'GET' && !id) return false
  if (method === 'GET' && !sub) {
    answer(200, whole(catalogue, catalogue.work(id)))
    return true
  }
  if (sub === 'mine') {
    const work = catalogue.work(id)
    const at = `/api/v1/games/works/${id}`
    const may = accounts.sessions.get(cookie ?? '')?.account.me.rights.includes('games.keep')
    const unlock = work.locked.length > 0 ? { unlock: { method: 'DELETE', target: `${at}/locks/{field}` } } : {}
    answer(200, { _templates: may ? { edit: { method: 'PATCH', target: at }, merge: { method: 'POST', target: '/api/v1/games/doubts/answers' }, add_addition: { method: 'POST', target: '/api/v1/games/works' }, add_edition: { method: 'POST', target: '/api/v1/games/works' }, ...unlock } : {} })
    return true
  }
  const who = accounts.who(cookie)
  need(who, 'games.keep')
  if (!id) {
    if (!body.title?.trim()) throw invalid({ title: 'A game needs a title' })
    answer(201, whole(catalogue, once(request, who.me.id, () => make(catalogue, body))))
    return true
  }
  const work = catalogue.work(id)
  const entries = histories.get(id) ?? []
  histories.set(id, entries)
  if (sub === 'history') {
    const from = Number(url.searchParams.get('cursor') ?? 0)
    answer(200, { items: entries.slice(from, from + 20), next: from + 20 < entries.length ? String(from + 20) : null })
    return true
  }
  if (sub === 'undos') {
    const entry = entries.find((one) => one.id === body.entry)
    if (!entry) throw problem(404, 'games/no-such-entry', 'There is no such entry')
    say(catalogue, work, Object.fromEntries(entry.changes.map((change) => [change.field, change.before])), 'undo', who.me.name)
  } else if (sub === 'locks') {
    work.locked = work.locked.filter((each) => each !== field)
    const { [field]: _, ...rest } = /** @type {Record<string, any>} */ (catalogue.said.get(id) ?? {})
    catalogue.said.set(id, rest)
    catalogue.seen = ''
    entries.unshift({ id: randomUUID(), at: new Date().toISOString(), actor: who.me.id, actor_name: who.me.name, action: 'unlock', changes: [] })
  } else {
    expect(request, work.version)
    if (body.title === '') throw invalid({ title: 'A game needs a title' })
    for (const name of ['parent', 'edition_of']) if (body[name]) body[name] = { id: body[name], title: catalogue.work(body[name]).title }
    say(catalogue, work, body, 'edit', who.me.name)
  }
  answer(200, whole(catalogue, catalogue.work(id)))
  return true
}

/** @param {import('./catalogue.mjs').Catalogue} catalogue @param {Work} work @param {Record<string, any>} change @param {string} action @param {string} name */
function say(catalogue, work, change, action, name) {
  const now = /** @type {Record<string, any>} */ (work)
  const changes = Object.entries(change).map(([field, after]) => ({ field, before: now[field], after }))
  const locked = [...new Set([...work.locked, ...Object.keys(change)])]
  catalogue.said.set(work.id, { ...catalogue.said.get(work.id), ...change, locked, version: work.version + 1 })
  Object.assign(work, change, { locked, version: work.version + 1 })
  const entries = histories.get(work.id) ?? []
  const id = randomUUID()
  entries.unshift({ id, at: new Date().toISOString(), actor: randomUUID(), actor_name: name, action, changes, _templates: { undo: { method: 'POST', target: `/api/v1/games/works/${work.id}/undos` } } })
  histories.set(work.id, entries)
}

/** @param {import('./catalogue.mjs').Catalogue} catalogue @param {any} said @returns {Work} */
function make(catalogue, said) {
  /** @param {string | undefined} id */
  const named = (id) => (id ? { id, title: catalogue.work(id).title } : null)
  /** @type {Work} */
  const work = {
    id: randomUUID(), number: 0, kind: said.kind ?? 'game', title: said.title, alt_title: said.alt_title ?? null, year: said.year ?? null, platforms: said.platforms ?? [], genres: said.genres ?? [], developer: said.developer ?? null, publisher: said.publisher ?? null,
    franchise: said.franchise ?? null, players: said.players ?? null, esrb: null, parent: named(said.parent), edition_of: named(said.edition_of), edition_title: said.edition_title ?? null, editions: [], additions: [], external_ids: [], locked: [], version: 1, releases: [], sources: [], metascore: null, price_reference: null,
  }
  catalogue.kept.push(work)
  catalogue.seen = ''
  return work
}

/** A work with what hangs on it. @param {import('./catalogue.mjs').Catalogue} catalogue @param {Work} work @returns {Work} */
function whole(catalogue, work) {
  return { ...work, editions: catalogue.list.filter((one) => one.edition_of?.id === work.id), additions: catalogue.list.filter((one) => one.parent?.id === work.id) }
}

/** @param {Parameters<typeof keeping>[0]} asked @param {string} method */
function doubts({ catalogue, url, body, answer }, method) {
  if (method === 'POST') {
    settled.add(`${body.a} ${body.b}`)
    return answer(200, { same: body.same, work: catalogue.work(body.a) })
  }
  catalogue.look()
  const named = ['Castlevania', 'Turtles', 'Zelda', 'Sonic'].map((word) => catalogue.list.filter(({ title }) => title.includes(word)))
  const reasons = ['years_apart', 'reissue', 'year_unknown', 'other_title']
  const all = named.flatMap((works, i) => works.slice(1).map((b) => ({ a: /** @type {Work} */ (works[0]), b, reason: reasons[i] ?? 'other_title', words: '', version: 2 })))
  const open = all.filter(({ a, b }) => !settled.has(`${a.id} ${b.id}`))
  const wanted = url.searchParams.get('reason')
  const items = open.filter(({ reason }) => !wanted || reason === wanted)
  answer(200, { items: items.slice(0, 20), next: null, total: items.length, reasons: reasons.map((reason) => ({ reason, count: open.filter((one) => one.reason === reason).length })).filter(({ count }) => count > 0) })
}

/** @param {Parameters<typeof keeping>[0]} asked @param {string} method @param {string} id @param {string} sub */
function uploads({ catalogue, url, answer, file }, method, id, sub) {
  if (method === 'POST') {
    const name = url.searchParams.get('name') ?? ''
    if (!/\.(csv|jsonl)$/.test(name)) throw problem(422, 'games/not-a-list', 'This file is not a list of games')
    const lines = (file?.toString() ?? '').split('\n').filter(Boolean)
    const bad = lines.map((text, i) => ({ line: i + 1, reason: 'not JSON', text })).filter(({ text }) => name.endsWith('.jsonl') && !text.endsWith('}'))
    /** @type {Import} */
    const run = { id: randomUUID(), name, source: name.endsWith('.jsonl') ? 'libretro' : 'gamedatabase', state: 'running', bytes: file?.length ?? 0, read_bytes: 0, rows: lines.length, taken: 0, known: 0, bad: 0, started_at: new Date().toISOString(), finished_at: null, error: null }
    imports.unshift({ run, rejects: bad })
    const taken = lines.filter((text) => !bad.some((reject) => reject.text === text)).join('\n')
    step(run, bad.length, () => writeFileSync(join(catalogue.shelf, name), `${taken}\n`))
    return answer(202, run)
  }
  if (!id) return answer(200, { items: imports.map(({ run }) => run), next: null })
  const found = imports.find(({ run }) => run.id === id)
  if (!found) throw problem(404, 'games/no-such-import', 'There is no such import')
  answer(200, sub === 'rejects' ? { items: found.rejects, next: null } : found.run)
}

/** Reads on, a quarter at a time, so that there is something to look at. @param {Import} run @param {number} bad @param {() => void} done */
function step(run, bad, done) {
  const timer = setInterval(() => {
    run.read_bytes = Math.min(run.bytes, run.read_bytes + Math.ceil(run.bytes / 4))
    if (run.read_bytes < run.bytes) return
    clearInterval(timer)
    done()
    Object.assign(run, { state: 'done', taken: run.rows - bad, bad, finished_at: new Date().toISOString() })
  }, 400)
  timer.unref()
}
