// To-dos of the mock: lists, items, the trash, and the next one of what repeats.
import { randomUUID } from 'node:crypto'
import { once } from './once.mjs'
import { invalid, problem } from './problems.mjs'

/**
 * @typedef {import('../../src/api/types').Todo} Todo
 * @typedef {import('../../src/api/types').TodoList} TodoList
 * @typedef {{ lists: TodoList[], items: Todo[], number: number }} Mine
 */

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
/** @type {Map<string, Mine>} */
const all = new Map()
const now = () => new Date().toISOString()
const today = () => now().slice(0, 10)
const missing = () => problem(404, 'todos/no-such-item', 'There is no such to-do')

/** @param {string} user @returns {Mine} */
function of(user) {
  const mine = all.get(user) ?? { lists: [], items: [], number: 0 }
  if (mine.lists.length === 0) mine.lists.push({ id: randomUUID(), name: 'To do', color: null, open: 0, version: 1, created_at: now(), _templates: {} })
  all.set(user, mine)
  return mine
}

/** @param {Mine} mine @param {TodoList} list @returns {TodoList} */
function shownList(mine, list) {
  const at = `/api/v1/todos/lists/${list.id}`
  const open = mine.items.filter((item) => item.list === list.id && !item.completed && !item.trashed_at).length
  const may = { edit: { method: 'PATCH', target: at } }
  return { ...list, open, _templates: list === mine.lists.find(({ name }) => name === 'To do') || mine.lists.length === 1 ? may : { ...may, delete: { method: 'DELETE', target: at } } }
}

/** @param {Todo} item @returns {Todo} */
function shown(item) {
  const at = `/api/v1/todos/items/${item.id}`
  /** @type {Todo['_templates']} */
  const may = item.trashed_at
    ? { restore: { method: 'POST', target: `${at}/restorations` }, delete_forever: { method: 'DELETE', target: `/api/v1/todos/trash/${item.id}` } }
    : { edit: { method: 'PATCH', target: at }, move: { method: 'POST', target: `${at}/moves` }, trash: { method: 'DELETE', target: at }, [item.completed ? 'reopen' : 'finish']: { method: 'PATCH', target: at } }
  return { ...item, due_at: item.due ? `${item.due.date}T${item.due.time ?? '23:59'}:00Z` : null, _templates: may }
}

/** @param {Todo} item */
const overdue = ({ due }) => due !== null && (due.time ? `${due.date}T${due.time}` < now().slice(0, 16) : due.date < today())
/** @param {Todo} item @param {string | null} due */
function fits(item, due) {
  const date = item.due?.date
  if (due === 'overdue') return overdue(item)
  if (due === 'today') return date === today() && !overdue(item)
  if (due === 'week') return date !== undefined && date >= today() && date < ahead(today(), 7)
  return due === 'none' ? !date : true
}

/** @param {string} date @param {number} days */
function ahead(date, days) {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** @param {Mine} mine @param {URLSearchParams} asked */
function page(mine, asked) {
  const state = asked.get('state') ?? 'open'
  const words = (asked.get('q') ?? '').toLowerCase()
  const found = mine.items
    .filter((item) => (state === 'trash' ? item.trashed_at : !item.trashed_at && item.completed === (state === 'done')))
    .filter((item) => !asked.get('list') || item.list === asked.get('list'))
    .filter((item) => !asked.get('label') || item.labels.includes(asked.get('label') ?? ''))
    .filter((item) => !asked.get('priority') || item.priority === Number(asked.get('priority')))
    .filter((item) => fits(item, asked.get('due')) && `${item.title} ${item.note}`.toLowerCase().includes(words))
  if (asked.get('list') && !mine.lists.some(({ id }) => id === asked.get('list'))) throw problem(404, 'todos/no-such-list', 'There is no such list')
  const sort = asked.get('sort')
  /** @param {Todo} item */
  const when = ({ due }) => (due ? `${due.date} ${due.time ?? '24'}` : '9')
  if (sort === 'due') found.sort((a, b) => when(a).localeCompare(when(b)))
  if (sort === '-created') found.reverse()
  if (!sort && state !== 'open') found.sort((a, b) => b.updated_at.localeCompare(a.updated_at))
  const from = Number(asked.get('cursor') ?? 0)
  const limit = Number(asked.get('limit') ?? 30)
  const here = mine.items.filter((item) => !item.trashed_at)
  const open = here.filter((item) => !item.completed)
  const counts = { open: open.length, done: here.length - open.length, trash: mine.items.length - here.length, overdue: open.filter(overdue).length, today: open.filter((item) => fits(item, 'today')).length }
  return { items: found.slice(from, from + limit).map(shown), next: from + limit < found.length ? String(from + limit) : null, counts }
}

/** @param {Mine} mine @param {any} form @returns {Todo} */
function add(mine, form) {
  if (!form.title?.trim() || form.title.length > 200) throw invalid({ title: 'Between 1 and 200 characters' })
  mine.number += 1
  /** @type {Todo} */
  const item = {
    id: randomUUID(), number: mine.number, list: form.list ?? mine.lists[0]?.id ?? '', title: form.title.trim(), note: form.note ?? '', completed: false, completed_at: null, due: form.due ?? null, due_at: null,
    priority: form.priority ?? 0, labels: form.labels ?? [], repeat: form.repeat ?? null, trashed_at: null, version: 1, created_at: now(), updated_at: now(), _templates: {},
  }
  mine.items.push(item)
  return item
}

/** @param {Mine} mine @param {Todo} item @param {any} change @param {string | undefined} expected */
function edit(mine, item, change, expected) {
  if (expected && expected !== `"${item.version}"`) throw problem(412, 'request/changed-meanwhile', 'This was changed meanwhile')
  if (change.title !== undefined && !change.title.trim()) throw invalid({ title: 'Between 1 and 200 characters' })
  const finishes = change.completed === true && !item.completed
  Object.assign(item, change, { version: item.version + 1, updated_at: now() })
  if (change.completed !== undefined) item.completed_at = change.completed ? now() : null
  if (finishes && item.repeat) {
    const due = { date: following(item), time: item.due?.time ?? null, zone: item.due?.zone ?? 'UTC' }
    add(mine, { ...item, due })
    item.repeat = null
  }
  return item
}

/** The next day of a to-do that repeats. @param {Todo} item */
function following({ due, repeat }) {
  const from = due?.date ?? today()
  const { every = 'day', interval = 1, days = [] } = repeat ?? {}
  if (every === 'week' && days.length > 0) {
    for (let i = 1; i <= 7; i++) if (days.some((day) => day === DAYS[new Date(`${ahead(from, i)}T00:00:00Z`).getUTCDay()])) return ahead(from, i + 7 * (interval - 1))
  }
  if (every === 'day' || every === 'week') return ahead(from, interval * (every === 'week' ? 7 : 1))
  const at = new Date(`${from}T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + interval * (every === 'year' ? 12 : 1))
  return at.toISOString().slice(0, 10)
}

/** @template {{ id: string }} T @param {T[]} rows @param {T} row @param {string | null} before */
function stand(rows, row, before) {
  rows.splice(rows.indexOf(row), 1)
  const at = rows.findIndex(({ id }) => id === before)
  rows.splice(at < 0 ? rows.length : at, 0, row)
}

/** @param {Mine} mine @param {string} id */
function one(mine, id) {
  const item = mine.items.find((each) => each.id === id)
  if (!item) throw missing()
  return item
}

/** Answers what is asked of the to-dos; tells whether it was one of its calls. @param {import('./settings.mjs').Asked & { tell: (topic: string, data: object) => void }} asked @returns {boolean} */
export function todos({ accounts, call, url, body, cookie, request, answer, tell }) {
  const [, method = '', path = ''] = /^(\w+) \/todos(\/.*)$/.exec(call) ?? []
  if (!path) return false
  const { me } = accounts.who(cookie)
  const mine = of(me.id)
  const [, kind, id = '', sub] = path.split('/')
  /** @param {Todo} item @param {number} [status] */
  const changed = (item, status = 200) => {
    answer(status, shown(item))
    tell(`todos.items.${me.id}`, { changed: [item.id] })
  }
  const expected = request.headers['if-match']
  if (kind === 'labels') {
    const open = mine.items.filter((item) => !item.completed && !item.trashed_at).flatMap((item) => item.labels)
    answer(200, { items: [...new Set(open)].sort().map((name) => ({ name, open: open.filter((label) => label === name).length })) })
  } else if (kind === 'lists') lists(mine, { method, id, body, answer, request })
  else if (kind === 'trash') {
    const gone = id ? [one(mine, id)] : mine.items.filter((item) => item.trashed_at)
    mine.items = mine.items.filter((item) => !gone.includes(item))
    answer(id ? 204 : 200, { deleted: gone.length })
  } else if (!id && method === 'GET') answer(200, page(mine, url.searchParams))
  else if (!id) changed(once(request, me.id, () => add(mine, body)), 201)
  else if (sub === 'moves') {
    stand(mine.items, one(mine, id), body.before)
    changed(one(mine, id))
  } else if (sub === 'restorations') changed(Object.assign(one(mine, id), { trashed_at: null }))
  else if (method === 'PATCH') changed(edit(mine, one(mine, id), body, expected))
  else if (method === 'DELETE') changed(Object.assign(one(mine, id), { trashed_at: now(), updated_at: now() }))
  else answer(200, shown(one(mine, id)))
  return true
}

/** @param {Mine} mine @param {{ method: string, id: string, body: any, answer: (status: number, value: unknown) => void, request: import('node:http').IncomingMessage }} asked */
function lists(mine, { method, id, body, answer, request }) {
  if (!id && method === 'GET') return answer(200, { items: mine.lists.map((each) => shownList(mine, each)) })
  if (!id) {
    if (!body.name?.trim()) throw invalid({ name: 'A list needs a name' })
    const made = once(request, 'lists', () => {
      /** @type {TodoList} */
      const fresh = { id: randomUUID(), name: body.name.trim(), color: body.color ?? null, open: 0, version: 1, created_at: now(), _templates: {} }
      mine.lists.push(fresh)
      return fresh
    })
    return answer(201, shownList(mine, made))
  }
  const found = mine.lists.find((each) => each.id === id)
  if (!found) throw problem(404, 'todos/no-such-list', 'There is no such list')
  if (method === 'DELETE') {
    mine.lists = mine.lists.filter((each) => each !== found)
    for (const item of mine.items) if (item.list === id) Object.assign(item, { trashed_at: now(), list: mine.lists[0]?.id })
    return answer(204, null)
  }
  const { before, ...change } = body
  Object.assign(found, change, { version: found.version + 1 })
  if (before !== undefined) stand(mine.lists, found, before)
  answer(200, shownList(mine, found))
}
