/** When something is due, in words and in groups. */
import type { Repeat, Todo } from '../../api/types'
import { addDays, daysBetween, ownZone, type Wall, wallOf, WEEK } from './civil'

export type Bucket = 'overdue' | 'today' | 'tomorrow' | 'week' | 'later' | 'none'
export const BUCKETS: readonly Bucket[] = ['overdue', 'today', 'tomorrow', 'week', 'later', 'none']

/** The columns of the board: tomorrow is a day of this week there. */
export const COLUMNS: readonly Bucket[] = ['overdue', 'today', 'week', 'later', 'none']

/** Day and time on the wall here, also for what was written down in another zone. */
export function dueHere({ due, due_at }: Pick<Todo, 'due' | 'due_at'>, zone = ownZone()): { date: string; time: string | null } | null {
  if (!due) return null
  if (due.time && due.zone !== zone && due_at) return wallOf(new Date(due_at))
  return due
}

export function bucketOf(todo: Pick<Todo, 'due' | 'due_at'>, wall: Wall): Bucket {
  const due = dueHere(todo)
  if (!due) return 'none'
  const days = daysBetween(wall.date, due.date)
  if (days < 0 || (days === 0 && due.time !== null && due.time < wall.time)) return 'overdue'
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  return days < 7 ? 'week' : 'later'
}

/** What the words are made of; `t` and `Intl` behind it, so that the rules can be tested without either. */
export interface DueVoice {
  today: string
  tomorrow: string
  yesterday: string
  /** "Friday" */
  weekday: (date: string) => string
  /** "Monday 24 November", with the year when it is another. */
  day: (date: string) => string
}

/** "today 19:30", "Friday", "Monday 24 November"; under a heading that names the day only what is left to say. */
export function dueWords(todo: Pick<Todo, 'due' | 'due_at'>, wall: Wall, voice: DueVoice, under?: Bucket): string {
  const due = dueHere(todo)
  if (!due) return ''
  const time = due.time ?? ''
  const days = daysBetween(wall.date, due.date)
  if ((under === 'today' && days === 0) || (under === 'tomorrow' && days === 1)) return time
  const near: Record<number, string> = { [-1]: voice.yesterday, 0: voice.today, 1: voice.tomorrow }
  const day = near[days] ?? (days > 1 && days < 7 ? voice.weekday(due.date) : voice.day(due.date))
  return [day, time].filter(Boolean).join(' ')
}

/** How long until this hour of today, in minutes; negative when it is over. */
export function minutesUntil(time: string, wall: Wall): number {
  const of = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  return of(time) - of(wall.time)
}

/** Key of the words and what goes into them: every day, every 2 weeks, every Monday and Friday. */
export function repeatKey({ every, interval, days }: Repeat): { key: 'day' | 'week' | 'month' | 'year' | 'days' | 'workdays' | 'weeksOn'; count: number; days: Repeat['days'] } {
  const sorted = WEEK.filter((day) => days.includes(day))
  if (every !== 'week' || sorted.length === 0) return { key: every, count: interval, days: [] }
  if (interval > 1) return { key: 'weeksOn', count: interval, days: sorted }
  return { key: sorted.join() === WEEK.slice(0, 5).join() ? 'workdays' : 'days', count: 1, days: sorted }
}

/** Days that one picks without a calendar. */
export function easyDates(wall: Wall): { today: string; tomorrow: string; nextWeek: string } {
  const ahead = (8 - (new Date(`${wall.date}T00:00:00Z`).getUTCDay() || 7)) % 7 || 7
  return { today: wall.date, tomorrow: addDays(wall.date, 1), nextWeek: addDays(wall.date, ahead) }
}
