/** What the quick line understands, in English and German. */
import type { Day, Repeat } from '../../../api/types'

const group = (words: Record<string, string>) => Object.fromEntries(Object.entries(words).flatMap(([value, all]) => all.split(' ').map((word) => [word, value])))
/** Longest first, so that "friday" is not read as "fri". */
const any = (words: object) => Object.keys(words).sort((a, b) => b.length - a.length).join('|')

const DAYS = group({
  mon: 'monday mondays mon montag montags', tue: 'tuesday tuesdays tues tue dienstag dienstags', wed: 'wednesday wednesdays wed mittwoch mittwochs',
  thu: 'thursday thursdays thurs thur thu donnerstag donnerstags', fri: 'friday fridays fri freitag freitags', sat: 'saturday saturdays sat samstag samstags sonnabend',
  sun: 'sunday sundays sun sonntag sonntags',
}) as Record<string, Day>
/** Two letters are enough after "every" or "am"; alone, "do" and "so" are words of their own. */
const SHORT_DAYS = { ...DAYS, mo: 'mon', di: 'tue', mi: 'wed', do: 'thu', fr: 'fri', sa: 'sat', so: 'sun' } as Record<string, Day>

const MONTHS = group({
  1: 'january jan januar jänner', 2: 'february feb februar', 3: 'march mar märz maerz mär', 4: 'april apr', 5: 'may mai', 6: 'june jun juni', 7: 'july jul juli', 8: 'august aug',
  9: 'september sept sep', 10: 'october oct oktober okt', 11: 'november nov', 12: 'december dec dezember dez',
})
const UNITS = group({ day: 'days day tage tagen tag', week: 'weeks week wochen woche', month: 'months month monate monaten monat', year: 'years year jahre jahren jahr' }) as Record<string, Repeat['every']>
const ONES = { a: 1, an: 1, one: 1, ein: 1, eine: 1, einem: 1, einer: 1, two: 2, zwei: 2, three: 3, drei: 3 } as Record<string, number>

export const dayNamed = (word: string): Day => SHORT_DAYS[word.toLowerCase()]!
export const monthNamed = (word: string): number => Number(MONTHS[word.toLowerCase()])
export const unitNamed = (word: string): Repeat['every'] => UNITS[word.toLowerCase()]!
export const amount = (word: string): number => ONES[word.toLowerCase()] ?? Number(word)

const END = '(?=$|[\\s,;)]|\\.(?:\\s|$))'
/** Matches at one place only, whatever the case. */
const at = (pattern: string) => new RegExp(`(?:${pattern})${END}`, 'iuy')

const EVERY = 'every|each|jede[nrsm]?|alle'
const DAY = any(DAYS)
const SHORT = any(SHORT_DAYS)
const MONTH = any(MONTHS)
const UNIT = any(UNITS)
const ONE = any(ONES)
const NEXT = 'next|this|coming|nächste[nrsm]?|kommende[nrsm]?|diese[nrsm]?'

export const PATTERNS = {
  daily: at('daily|täglich'),
  weekly: at('weekly|wöchentlich'),
  monthly: at('monthly|monatlich'),
  yearly: at('yearly|annually|jährlich'),
  workdays: at(`(?:${EVERY}) (?:weekdays?|workdays?|werktag)|weekdays|werktags`),
  everyOther: at(`(?:${EVERY}) (?:other|second|zweite[nrsm]?) (${UNIT})`),
  everyMany: at(`(?:${EVERY}) (\\d{1,2}|${ONE}) (${UNIT})`),
  everyUnit: at(`(?:${EVERY}) (${UNIT})`),
  everyDays: at(`(?:${EVERY}) ((?:${SHORT})(?:(?:, ?| and | & | und )(?:${SHORT}))*)`),
  today: at('today|tonight|heute(?: abend)?'),
  afterTomorrow: at('(?:the )?day after tomorrow|übermorgen'),
  tomorrow: at('tomorrow|tmrw?|morgen'),
  nextWeek: at('next week|nächste woche'),
  nextMonth: at('next month|nächsten monat'),
  ahead: at(`in (\\d{1,3}|${ONE}) (${UNIT})`),
  iso: at('(?:on |am )?(\\d{4})-(\\d{2})-(\\d{2})'),
  dotted: at('(?:am )?(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})?'),
  dayMonth: at(`(?:on |am )?(?:the )?(\\d{1,2})(?:\\.|st|nd|rd|th)? (?:of )?(${MONTH})\\.?(?:,? (\\d{4}))?`),
  monthDay: at(`(?:on )?(${MONTH})\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?`),
  namedDay: at(`(?:(?:on|am|by|bis|${NEXT}) )(?:${NEXT} )?(${SHORT})|(${DAY})`),
  clock: at('(?:at |um |ab )?([01]?\\d|2[0-4])(?::|\\.(?=\\d\\d ?uhr))([0-5]\\d) ?(am|pm|uhr)?'),
  hour: at('(?:at |um |ab )?(\\d{1,2}) ?(am|pm|uhr)'),
  priority: at('!([1-3])'),
  label: at('#([\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,39})'),
} as const
