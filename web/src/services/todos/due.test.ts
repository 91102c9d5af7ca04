import { describe, expect, it } from 'vitest'
import type { Due } from '../../api/types'
import { addMonths, ownZone } from './civil'
import { bucketOf, type DueVoice, dueWords, easyDates, repeatKey } from './due'

// A Friday.
const wall = { date: '2026-11-27', time: '17:50' }
const voice: DueVoice = { today: 'today', tomorrow: 'tomorrow', yesterday: 'yesterday', weekday: () => 'Tuesday', day: (date) => date }
const on = (date: string, time: string | null = null): { due: Due; due_at: null } => ({ due: { date, time, zone: ownZone() }, due_at: null })

describe('when it is due', () => {
  it.each([
    ['2026-11-26', null, 'overdue'], ['2026-11-27', '17:00', 'overdue'], ['2026-11-27', '18:00', 'today'], ['2026-11-27', null, 'today'],
    ['2026-11-28', null, 'tomorrow'], ['2026-12-03', null, 'week'], ['2026-12-04', null, 'later'],
  ])('%s %s is %s', (date, time, bucket) => {
    expect(bucketOf(on(date, time), wall)).toBe(bucket)
  })

  it('says the day, and under its heading only the time', () => {
    expect(dueWords(on('2026-11-27', '19:30'), wall, voice)).toBe('today 19:30')
    expect(dueWords(on('2026-11-27', '19:30'), wall, voice, 'today')).toBe('19:30')
    expect(dueWords(on('2026-11-28'), wall, voice, 'tomorrow')).toBe('')
    expect(dueWords(on('2026-11-26', '09:00'), wall, voice, 'overdue')).toBe('yesterday 09:00')
    expect(dueWords(on('2026-12-01'), wall, voice, 'week')).toBe('Tuesday')
    expect(dueWords(on('2026-12-24'), wall, voice)).toBe('2026-12-24')
    expect(bucketOf({ due: null, due_at: null }, wall)).toBe('none')
  })

  it('shows the hour here for what was written in another zone', () => {
    const far = { due: { date: '2026-11-28', time: '02:00', zone: ownZone() === 'Asia/Tokyo' ? 'UTC' : 'Asia/Tokyo' }, due_at: new Date(2026, 10, 27, 18, 0).toISOString() }
    expect(dueWords(far, wall, voice)).toBe('today 18:00')
  })

  it('finds the words of a repeat', () => {
    expect(repeatKey({ every: 'day', interval: 3, days: [] })).toMatchObject({ key: 'day', count: 3 })
    expect(repeatKey({ every: 'week', interval: 1, days: ['fri', 'mon'] })).toEqual({ key: 'days', count: 1, days: ['mon', 'fri'] })
    expect(repeatKey({ every: 'week', interval: 1, days: ['mon', 'tue', 'wed', 'thu', 'fri'] }).key).toBe('workdays')
    expect(repeatKey({ every: 'week', interval: 2, days: ['fri'] }).key).toBe('weeksOn')
  })

  it('knows the calendar', () => {
    expect(easyDates(wall)).toEqual({ today: '2026-11-27', tomorrow: '2026-11-28', nextWeek: '2026-11-30' })
    expect(easyDates({ ...wall, date: '2026-11-30' }).nextWeek).toBe('2026-12-07')
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28')
  })
})
