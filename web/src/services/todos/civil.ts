/** Days as they stand on the wall: `YYYY-MM-DD`, without an hour and without a zone. */
import type { Day } from '../../api/types'

/** Monday first, as weeks begin here. */
export const WEEK: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** What the clock on the wall says. */
export interface Wall {
  date: string
  /** HH:MM */
  time: string
}

const two = (value: number) => String(value).padStart(2, '0')
const utc = (date: string) => new Date(`${date}T00:00:00Z`)
const civil = (at: Date) => at.toISOString().slice(0, 10)

/** The wall clock of this machine. */
export function wallOf(at: Date): Wall {
  return { date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`, time: `${two(at.getHours())}:${two(at.getMinutes())}` }
}

/** The zone of this machine. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export function addDays(date: string, days: number): string {
  const at = utc(date)
  at.setUTCDate(at.getUTCDate() + days)
  return civil(at)
}

/** The same day some months on, or the last of a month that is too short for it. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return civil(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))))
}

/** How many days from one to the other; negative when the other is earlier. */
export const daysBetween = (from: string, to: string) => Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000)

export const dayOf = (date: string): Day => WEEK[(utc(date).getUTCDay() + 6) % 7]!

/** The next such day; today itself counts when it is one, unless `after` says that today is over. */
export function nextDay(from: string, days: readonly Day[], after = false): string {
  for (let ahead = after ? 1 : 0; ahead <= 7; ahead++) {
    const date = addDays(from, ahead)
    if (days.includes(dayOf(date))) return date
  }
  return from
}

/** The day itself if the calendar has it. */
export function validDate(year: number, month: number, day: number): string | null {
  const date = `${year}-${two(month)}-${two(day)}`
  const at = utc(date)
  return !Number.isNaN(at.getTime()) && civil(at) === date ? date : null
}
