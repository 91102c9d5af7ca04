import { describe, expect, it } from 'vitest'
import { byThing, isBehind } from './heaps'

const letter = (consumer: string, aggregate: string, pos: number, reason = 'no such user') => ({
  service: 'notify', consumer, source: 'accounts', aggregate, pos, type: 'accounts.user.confirmed.v1', version: pos, happened_at: '', at: '', reason, body: {},
})

describe('dead letters', () => {
  it('lie in heaps, one a consumer and thing, in their order', () => {
    const heaps = byThing([letter('notify.a', '1', 9), letter('notify.b', '1', 4), letter('notify.a', '1', 7), letter('notify.a', '2', 8)])
    expect(heaps.map(({ letters }) => letters.map(({ consumer, pos }) => `${consumer} ${pos}`))).toEqual([['notify.a 7', 'notify.a 9'], ['notify.b 4'], ['notify.a 8']])
  })
  it('tell the one in the way from those behind it', () => {
    expect(isBehind(letter('notify.a', '1', 9, 'an earlier event of the same thing is parked'))).toBe(true)
    expect(isBehind(letter('notify.a', '1', 7))).toBe(false)
  })
})
