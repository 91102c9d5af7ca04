/**
 * The quick line: "Swap cartridges tomorrow 18:00 #venue !2 every fri" in parts. Pure, so that it can show what it
 * understood at every key.
 *
 * Of what can stand only once (day, time, priority, repeat, list) the last counts, because that is where people
 * write it: "Read Sunday paper tomorrow" is due tomorrow. What was dropped by hand stays a word of the title.
 */
import type { Day, Due, Priority, Repeat } from '../../../api/types'
import { addDays, addMonths, nextDay, validDate, type Wall, WEEK } from '../civil'
import { amount, dayNamed, monthNamed, PATTERNS, unitNamed } from './words'

export type PartKind = 'due' | 'repeat' | 'priority' | 'label' | 'list'

/** A piece of the line that means something. */
export interface Part {
  kind: PartKind
  /** As it stands in the line. */
  text: string
  from: number
  to: number
  /** What to give back as dropped, so that it is a word again. */
  pieces: string[]
}

export interface Quick {
  title: string
  parts: Part[]
  due: Omit<Due, 'zone'> | null
  repeat: Repeat | null
  priority: Priority
  labels: string[]
  /** Id of the list that was named. */
  list: string | null
}

export interface Context {
  wall: Wall
  lists?: readonly { id: string; name: string }[]
  /** Texts that are no longer to be understood. */
  dropped?: readonly string[]
}

/** A day may have been found before its time is known: "fri" is today as long as that hour is to come. */
interface Found {
  at: 'date' | 'time' | 'repeat' | 'priority' | 'label' | 'list'
  from: number
  to: number
  text: string
  date?: (wall: Wall) => string | null
  time?: string
  repeat?: Repeat
  priority?: Priority
  value?: string
}

type Reading = Omit<Found, 'from' | 'to' | 'text'>
type Reader = [RegExp, (found: RegExpExecArray) => Reading | null]

const every = (unit: Repeat['every'], interval = 1, days: Day[] = []): Reading | null =>
  interval >= 1 && interval <= 99 ? { at: 'repeat', repeat: { every: unit, interval, days } } : null
const on = (date: (wall: Wall) => string | null): Reading => ({ at: 'date', date })

/** A day without a year is the next such day. */
function inYear(day: number, month: number, year: string | undefined): Reading | null {
  if (year) return validDate(Number(year), month, day) ? on(() => validDate(Number(year), month, day)) : null
  if (!validDate(2024, month, day)) return null
  return on(({ date }) => {
    const thisYear = Number(date.slice(0, 4))
    const near = [0, 1, 2, 3, 4].map((more) => validDate(thisYear + more, month, day))
    return near.find((found) => found !== null && found >= date) ?? null
  })
}

function clock(hours: string, minutes: string, mark: string | undefined): Reading | null {
  let hour = Number(hours)
  const half = mark?.toLowerCase()
  if ((half === 'am' || half === 'pm') && (hour < 1 || hour > 12)) return null
  if (half === 'pm' && hour < 12) hour += 12
  if (half === 'am' && hour === 12) hour = 0
  return hour > 23 ? null : { at: 'time', time: `${String(hour).padStart(2, '0')}:${minutes}` }
}

function ahead(date: string, count: number, unit: Repeat['every']): string {
  if (unit === 'day' || unit === 'week') return addDays(date, count * (unit === 'week' ? 7 : 1))
  return addMonths(date, count * (unit === 'year' ? 12 : 1))
}

const P = PATTERNS
/** In this order at each word: the first that fits wins. */
const READERS: Reader[] = [
  [P.daily, () => every('day')],
  [P.weekly, () => every('week')],
  [P.monthly, () => every('month')],
  [P.yearly, () => every('year')],
  [P.workdays, () => every('week', 1, WEEK.slice(0, 5))],
  [P.everyOther, ([, unit]) => every(unitNamed(unit!), 2)],
  [P.everyMany, ([, count, unit]) => every(unitNamed(unit!), amount(count!))],
  [P.everyUnit, ([, unit]) => every(unitNamed(unit!))],
  [P.everyDays, ([, days]) => every('week', 1, daysIn(days!))],
  [P.today, () => on(({ date }) => date)],
  [P.afterTomorrow, () => on(({ date }) => addDays(date, 2))],
  [P.tomorrow, () => on(({ date }) => addDays(date, 1))],
  [P.nextWeek, () => on(({ date }) => nextDay(date, ['mon'], true))],
  [P.nextMonth, () => on(({ date }) => addMonths(date, 1))],
  [P.ahead, ([, count, unit]) => on(({ date }) => ahead(date, amount(count!), unitNamed(unit!)))],
  [P.iso, ([, year, month, day]) => inYear(Number(day), Number(month), year)],
  [P.dotted, ([, day, month, year]) => inYear(Number(day), Number(month), year)],
  [P.dayMonth, ([, day, month, year]) => inYear(Number(day), monthNamed(month!), year)],
  [P.monthDay, ([, month, day, year]) => inYear(Number(day), monthNamed(month!), year)],
  [P.namedDay, ([text, after, alone]) => on(({ date }) => nextDay(date, [dayNamed((after ?? alone)!)], /^(next|nächst)/iu.test(text)))],
  [P.clock, ([, hours, minutes, mark]) => clock(hours!, minutes!, mark)],
  [P.hour, ([, hours, mark]) => clock(hours!, '00', mark)],
  [P.priority, ([, level]) => ({ at: 'priority', priority: Number(level) as Priority })],
  [P.label, ([, name]) => ({ at: 'label', value: name!.toLowerCase() })],
]

function daysIn(text: string): Day[] {
  const named = new Set(text.split(/, ?| and | & | und /iu).map(dayNamed))
  return WEEK.filter((day) => named.has(day))
}

export function parseQuick(text: string, { wall, lists = [], dropped = [] }: Context): Quick {
  const found = lastOfEach(read(text, lists, new Set(dropped.map((piece) => piece.toLowerCase()))))
  const one = (at: Found['at']) => found.find((part) => part.at === at)
  const repeat = one('repeat')?.repeat ?? null
  return {
    title: titleOf(text, found),
    parts: asParts(text, found),
    due: dueOf(wall, one('date'), one('time')?.time ?? null, repeat),
    repeat,
    priority: one('priority')?.priority ?? 0,
    labels: [...new Set(found.filter(({ at }) => at === 'label').map(({ value }) => value!))],
    list: one('list')?.value ?? null,
  }
}

/** Everything that means something, in the order of the line. */
function read(text: string, lists: readonly { id: string; name: string }[], dropped: ReadonlySet<string>): Found[] {
  const found: Found[] = []
  for (let at = 0; at < text.length; ) {
    const part = startsWord(text, at) ? (listAt(text, at, lists, dropped) ?? readAt(text, at, dropped)) : null
    if (part) found.push(part)
    at = part ? part.to : at + 1
  }
  return found
}

const startsWord = (text: string, at: number) => /\S/u.test(text[at]!) && (at === 0 || /[\s(]/u.test(text[at - 1]!))

function readAt(text: string, from: number, dropped: ReadonlySet<string>): Found | null {
  for (const [pattern, meaning] of READERS) {
    pattern.lastIndex = from
    const match = pattern.exec(text)
    const reading = match && !dropped.has(match[0].toLowerCase()) ? meaning(match) : null
    if (match && reading) return { ...reading, from, to: from + match[0].length, text: match[0] }
  }
  return null
}

/** "@ven" and "@waiting for": the list whose name it is, or that alone begins so. */
function listAt(text: string, from: number, lists: readonly { id: string; name: string }[], dropped: ReadonlySet<string>): Found | null {
  if (text[from] !== '@') return null
  const rest = text.slice(from + 1).toLowerCase()
  const whole = lists.filter(({ name }) => rest.startsWith(name.toLowerCase()) && !/[\p{L}\p{N}]/u.test(rest[name.length] ?? ' ')).sort((a, b) => b.name.length - a.name.length)[0]
  const word = /^[\p{L}\p{N}_-]+/u.exec(rest)?.[0] ?? ''
  const begun = word ? lists.filter(({ name }) => name.toLowerCase().startsWith(word)) : []
  const list = whole ?? (begun.length === 1 ? begun[0] : undefined)
  const to = from + 1 + (whole ? whole.name.length : word.length)
  const piece = text.slice(from, to)
  return list && !dropped.has(piece.toLowerCase()) ? { at: 'list', value: list.id, from, to, text: piece } : null
}

function lastOfEach(found: Found[]): Found[] {
  return found.filter(({ at }, i) => at === 'label' || !found.slice(i + 1).some((later) => later.at === at))
}

function dueOf(wall: Wall, day: Found | undefined, time: string | null, repeat: Repeat | null): Quick['due'] {
  const passed = time !== null && time <= wall.time
  if (day) {
    const date = day.date!(wall)
    // "fri 18:00" on a Friday at seven in the evening is the next one.
    const later = date === wall.date && passed && !MEANT.test(day.text)
    return date ? { date: later ? addDays(date, 7) : date, time } : null
  }
  if (repeat?.days.length) return { date: nextDay(wall.date, repeat.days, passed), time }
  if (repeat || time) return { date: passed ? addDays(wall.date, 1) : wall.date, time }
  return null
}

/** Who writes "today" means today, even when that hour is over. Dates of the calendar are meant as well. */
const MEANT = /today|tonight|heute|\d/iu

function titleOf(text: string, found: Found[]): string {
  let title = ''
  let at = 0
  for (const { from, to } of found) {
    title += `${text.slice(at, from)} `
    at = to
  }
  return (title + text.slice(at)).replace(/\s+/gu, ' ').replace(/ (?=[,.;)])/gu, '').replace(/,+/gu, ',').replace(/\( ?\)/gu, '').replace(/^[\s,;]+|[\s,;]+$/gu, '')
}

/** Day and time that stand side by side are one part. */
function asParts(text: string, found: Found[]): Part[] {
  const parts: Part[] = []
  let before: Found | undefined
  for (const part of found) {
    const last = parts.at(-1)
    const due = part.at === 'date' || part.at === 'time'
    if (due && last?.kind === 'due' && before && before.at !== part.at && /^\s*,?\s*$/u.test(text.slice(last.to, part.from))) {
      last.to = part.to
      last.text = text.slice(last.from, part.to)
      last.pieces.push(part.text)
    } else {
      parts.push({ kind: due ? 'due' : (part.at as PartKind), text: part.text, from: part.from, to: part.to, pieces: [part.text] })
    }
    before = part
  }
  return parts
}
