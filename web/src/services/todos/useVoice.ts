import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Day, Repeat, Todo } from '../../api/types'
import { type Wall, WEEK, wallOf } from './civil'
import { type Bucket, dueWords, type DueVoice, repeatKey } from './due'

/** The wall clock, anew when the minute changes, so that what becomes due shows it. */
export function useWall(): Wall {
  const [wall, setWall] = useState(() => wallOf(new Date()))
  useEffect(() => {
    const look = () => {
      const next = wallOf(new Date())
      setWall((last) => (last.date === next.date && last.time === next.time ? last : next))
    }
    const timer = setInterval(look, 10_000)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return wall
}

export interface Voice {
  due: (todo: Pick<Todo, 'due' | 'due_at'>, wall: Wall, under?: Bucket) => string
  repeat: (repeat: Repeat) => string
  weekday: (day: Day, style?: 'long' | 'short') => string
  /** "Mon" */
  shortWeekday: (date: string) => string
  /** "24 Nov" */
  shortDay: (date: string) => string
}

/** Days and repeats in the language of the page. */
export function useVoice(): Voice {
  const { t, i18n } = useTranslation()
  return useMemo(() => {
    const language = i18n.language === 'en' ? 'en-GB' : i18n.language
    const at = (date: string) => new Date(`${date}T00:00:00Z`)
    const say = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    // 2024 begins with a Monday.
    const weekday = (day: Day, style: 'long' | 'short' = 'long') => say({ weekday: style }).format(new Date(Date.UTC(2024, 0, 1 + WEEK.indexOf(day))))
    const voice: DueVoice = {
      today: t('when.today'),
      tomorrow: t('todos.tomorrow'),
      yesterday: t('when.yesterday'),
      weekday: (date) => say({ weekday: 'long' }).format(at(date)),
      day: (date) => {
        const sameYear = date.slice(0, 4) === String(new Date().getFullYear())
        const words = say({ weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(at(date))
        // "Monday 24 November", but "Montag, 24. November".
        return language === 'en-GB' ? words.replace(',', '') : words
      },
    }
    return {
      due: (todo, wall, under) => dueWords(todo, wall, voice, under),
      repeat: (repeat) => {
        const { key, count, days } = repeatKey(repeat)
        const names = new Intl.ListFormat(language, { type: 'conjunction' }).format(days.map((day) => weekday(day)))
        return t(`todos.every.${key}`, { count, days: names })
      },
      weekday,
      shortWeekday: (date) => say({ weekday: 'short' }).format(at(date)),
      shortDay: (date) => say({ day: 'numeric', month: 'short' }).format(at(date)),
    }
  }, [t, i18n.language])
}
