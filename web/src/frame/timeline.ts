/** The order of Tonight. */
import type { Found, Moment } from './service'

export const NOTHING: Found = { moments: [], waiting: false }

/** What waits already, then day by day; in a day by the hour, and what has none after what has one. */
export function inTime(moments: readonly Moment[]): Moment[] {
  const place = ({ day, time }: Moment) => (day === null ? '' : `${day} ${time ?? '99:99'}`)
  // Sorting is stable: what is at the same time stays in the order of the strips.
  return moments.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0))
}

/** What comes next today, given the clock on the wall as `HH:MM`. */
export function nextOf(moments: readonly Moment[], today: string, now: string): Moment | undefined {
  return inTime(moments).find(({ day, time, title }) => title && day === today && time !== null && time >= now)
}

/** How many of them wait for something to be done until tonight. */
export const waitingOn = (moments: readonly Moment[], today: string) => moments.filter(({ day, title }) => title && (day === null || day <= today)).length
