import { describe, expect, it } from 'vitest'
import type { Moment } from './service'
import { inTime, nextOf, waitingOn } from './timeline'

const moment = (key: string, day: string | null, time: string | null = null, title: string | undefined = key): Moment => ({ key, day, time, when: { main: '' }, ...(title ? { title } : {}), section: 'todos', row: null })
const keys = (moments: readonly Moment[]) => moments.map(({ key }) => key)

describe('the timeline', () => {
  const evening = [moment('tomorrow', '2026-11-22', '09:00'), moment('some time today', '2026-11-21'), moment('film', '2026-11-21', '20:15'), moment('late', '2026-11-14'), moment('parked', '2026-11-21', '18:40'), moment('notes', null)]

  it('has first what waits already, then the days and in them the hours', () => {
    expect(keys(inTime(evening))).toEqual(['notes', 'late', 'parked', 'film', 'some time today', 'tomorrow'])
  })

  it('keeps the order of the strips where two are at the same time', () => {
    expect(keys(inTime([moment('a', '2026-11-21'), moment('b', '2026-11-21'), moment('c', null), moment('d', null)]))).toEqual(['c', 'd', 'a', 'b'])
  })

  it('knows what is next today, and nothing of what is done, over, or on another day', () => {
    expect(nextOf(evening, '2026-11-21', '18:00')?.key).toBe('parked')
    expect(nextOf(evening, '2026-11-21', '18:41')?.key).toBe('film')
    expect(nextOf(evening, '2026-11-21', '20:16')).toBeUndefined()
    expect(nextOf([moment('done', '2026-11-21', '20:15', '')], '2026-11-21', '18:00')).toBeUndefined()
  })

  it('counts what waits until tonight', () => {
    expect(waitingOn(evening, '2026-11-21')).toBe(5)
    expect(waitingOn([moment('done', '2026-11-21', null, '')], '2026-11-21')).toBe(0)
  })
})
