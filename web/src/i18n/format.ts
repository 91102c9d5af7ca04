/** Numbers, dates and money as people say them, in the language of the page. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Money } from '../api/types'

const DAY = 86_400_000

export interface Format {
  number(value: number): string
  /** For the sign: groups of three with a space between, in every language. */
  board(value: number): string
  /** "today 20:15", "yesterday 22:10", "18 November". */
  when(at: string): string
  /** As `when`, but near things by their distance: "just now", "5 min ago". */
  ago(at: string): string
  /** For a narrow place: "20:15" today, else "18 Nov". */
  short(at: string): string
  /** The full date and time, for hovering. */
  exact(at: string): string
  /** "Friday, 21 November". */
  day(at: Date): string
  time(at: Date): string
  /** A date that may know only its year or month. */
  civil(date: string): string
  money(money: Money): string
  list(words: readonly string[]): string
}

interface Words {
  today: string
  yesterday: string
  now: string
  minutes: (count: number) => string
}

export function format(language: string, words: Words, now: () => Date = () => new Date()): Format {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options)
  const numbers = new Intl.NumberFormat(language)
  const when = (at: string) => {
    const then = new Date(at)
    const clock = time.format(then)
    const days = Math.round((midnight(now()) - midnight(then)) / DAY)
    if (days === 0) return `${words.today} ${clock}`
    if (days === 1) return `${words.yesterday} ${clock}`
    const sameYear = then.getFullYear() === now().getFullYear()
    return part({ day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(then)
  }
  return {
    number: (value) => numbers.format(value),
    board: (value) => String(value).replace(/\B(?=(\d{3})+$)/g, '\u00a0'),
    when,
    ago: (at) => {
      const minutes = Math.floor((now().getTime() - Date.parse(at)) / 60_000)
      if (minutes < 0 || minutes >= 60) return when(at)
      return minutes < 2 ? words.now : words.minutes(minutes)
    },
    short: (at) => {
      const then = new Date(at)
      return midnight(now()) === midnight(then) ? time.format(then) : part({ day: 'numeric', month: 'short' }).format(then)
    },
    exact: (at) => part({ dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at)),
    day: (at) => part({ weekday: 'long', day: 'numeric', month: 'long' }).format(at).replace(/^(\w+) (\d)/, '$1, $2'),
    time: (at) => time.format(at),
    civil: (date) => {
      const [year, month, day] = date.split('-')
      if (!month) return year!
      const at = new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`)
      if (Number.isNaN(at.getTime())) return date
      return part({ year: 'numeric', month: 'long', ...(day ? { day: 'numeric' } : {}), timeZone: 'UTC' }).format(at)
    },
    money: ({ amount_minor, currency }) => {
      const style = new Intl.NumberFormat(language, { style: 'currency', currency })
      const digits = style.resolvedOptions().maximumFractionDigits ?? 2
      return style.format(amount_minor / 10 ** digits)
    },
    list: (items) => new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(items),
  }
}

function midnight(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())
}

export function useFormat(): Format {
  const { t, i18n } = useTranslation()
  return useMemo(() => format(i18n.language, { today: t('when.today'), yesterday: t('when.yesterday'), now: t('when.now'), minutes: (count) => t('when.minutes', { count }) }), [i18n.language, t])
}
