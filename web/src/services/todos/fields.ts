/** A to-do as the fields of its form, and back. */
import type { Day, Priority, Repeat, Todo, TodoDraft } from '../../api/types'
import { ownZone, WEEK } from './civil'

export interface Fields {
  title: string
  note: string
  /** YYYY-MM-DD or nothing. */
  date: string
  time: string
  zone: string
  every: '' | Repeat['every']
  interval: string
  /** Days, with commas between. */
  days: string
  priority: '0' | '1' | '2' | '3'
  /** Labels, with commas between. */
  labels: string
  list: string
}

export function asFields({ title, note, due, repeat, priority, labels, list }: Todo): Fields {
  return {
    title,
    note,
    date: due?.date ?? '',
    time: due?.time ?? '',
    zone: due?.zone ?? ownZone(),
    every: repeat?.every ?? '',
    interval: String(repeat?.interval ?? 1),
    days: (repeat?.days ?? []).join(','),
    priority: String(priority) as Fields['priority'],
    labels: labels.join(', '),
    list,
  }
}

export const daysOf = (days: string): Day[] => WEEK.filter((day) => days.split(',').includes(day))

export const labelsOf = (labels: string): string[] => [...new Set(labels.split(',').map((label) => label.trim().replace(/^#/u, '').replaceAll(/\s+/gu, '-').toLowerCase()).filter(Boolean))]

/** Only what was changed; day, time and zone are one thing, and so is a repeat. A day gone takes the repeat with it. */
export function asChange(values: Fields, changes: Partial<Fields>, todo: Todo): Partial<TodoDraft> {
  const touched = (...names: (keyof Fields)[]) => names.some((name) => name in changes)
  const change: Partial<TodoDraft> = {}
  if (touched('title')) change.title = values.title.trim()
  if (touched('note')) change.note = values.note
  if (touched('date', 'time', 'zone')) change.due = values.date ? { date: values.date, time: values.time || null, zone: values.zone } : null
  if (touched('every', 'interval', 'days')) change.repeat = repeatOf(values)
  if (change.due === null && todo.repeat) change.repeat = null
  if (touched('priority')) change.priority = Number(values.priority) as Priority
  if (touched('labels')) change.labels = labelsOf(values.labels)
  if (touched('list')) change.list = values.list
  return change
}

function repeatOf({ every, interval, days }: Fields): Repeat | null {
  if (!every) return null
  const count = Math.min(99, Math.max(1, Math.round(Number(interval)) || 1))
  return { every, interval: count, days: every === 'week' ? daysOf(days) : [] }
}
