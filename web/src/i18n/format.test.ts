import { describe, expect, it } from 'vitest'
import { format } from './format'

const f = format('en', { today: 'today', yesterday: 'yesterday', now: 'just now', minutes: (count) => `${count} min ago` }, () => new Date(2026, 10, 21, 18, 0))

describe('format', () => {
  it('says when as people do', () => {
    expect(f.when(new Date(2026, 10, 21, 20, 15).toISOString())).toBe('today 20:15')
    expect(f.when(new Date(2026, 10, 20, 23, 59).toISOString())).toBe('yesterday 23:59')
    expect(f.when(new Date(2026, 10, 18, 8, 0).toISOString())).toBe('18 November')
    expect(f.when(new Date(2025, 0, 2, 8, 0).toISOString())).toBe('2 January 2025')
  })
  it('tells near things by their distance', () => {
    expect(f.ago(new Date(2026, 10, 21, 17, 59).toISOString())).toBe('just now')
    expect(f.ago(new Date(2026, 10, 21, 17, 18).toISOString())).toBe('42 min ago')
    expect(f.ago(new Date(2026, 10, 21, 17, 0).toISOString())).toBe('today 17:00')
    expect(f.ago(new Date(2026, 10, 21, 18, 5).toISOString())).toBe('today 18:05')
  })
  it('knows dates of three lengths', () => {
    expect(f.civil('1986-09-26')).toBe('26 September 1986')
    expect(f.civil('1986-09')).toBe('September 1986')
    expect(f.civil('1986')).toBe('1986')
    expect(f.civil('1986-99')).toBe('1986-99')
  })
  it('writes money with its currency and the right number of digits', () => {
    expect(f.money({ amount_minor: 999, currency: 'USD' })).toContain('9.99')
    expect(f.money({ amount_minor: 4800, currency: 'JPY' })).toContain('4,800')
  })
  it('groups the figures of the sign with a space', () => {
    expect([0, 409, 61409, 1234567].map(f.board)).toEqual(['0', '409', '61\u00a0409', '1\u00a0234\u00a0567'])
  })
  it('speaks German', () => {
    const g = format('de', { today: 'heute', yesterday: 'gestern', now: 'gerade eben', minutes: (count) => `vor ${count} Min.` }, () => new Date(2026, 10, 21, 18, 0))
    expect(g.when(new Date(2026, 10, 21, 20, 15).toISOString())).toBe('heute 20:15')
    expect(g.when(new Date(2025, 0, 2, 8, 0).toISOString())).toBe('2. Januar 2025')
    expect(g.ago(new Date(2026, 10, 21, 17, 18).toISOString())).toBe('vor 42 Min.')
    expect(g.day(new Date(2026, 10, 21))).toBe('Samstag, 21. November')
    expect(g.civil('1986-09-26')).toBe('26. September 1986')
    expect(g.number(61409)).toBe('61.409')
    expect(g.money({ amount_minor: 999, currency: 'EUR' })).toBe('9,99\u00a0€')
    expect(g.exact('2026-11-21T18:00:00Z')).toMatch(/^Samstag, 21\. November 2026/)
  })
  it('writes the day with a comma after the weekday', () => {
    expect(f.day(new Date(2026, 10, 21))).toBe('Saturday, 21 November')
  })
})
