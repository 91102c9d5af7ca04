import { describe, expect, it } from 'vitest'
import { draw, type Source } from './house'

const source = (service: string, hours: number[], more = false): Source<{ at: string }> => ({
  service,
  held: hours.map((hour) => ({ at: `2026-11-21T${String(hour).padStart(2, '0')}:00:00Z` })),
  cursor: more ? 'next' : null,
  more,
})
const drawn = (sources: Source<{ at: string }>[], most = 10) => {
  const { items, sources: rest } = draw(sources, ({ at }) => at, most)
  return { items: items.map(({ service, at }) => `${service} ${Number(at.slice(11, 13))}`), left: rest.map(({ held }) => held.length) }
}

describe('lists of several services as one', () => {
  it('takes the newest first, wherever it comes from', () => {
    expect(drawn([source('accounts', [18, 9]), source('games', [12])]).items).toEqual(['accounts 18', 'games 12', 'accounts 9'])
  })
  it('waits where a list that goes on is used up', () => {
    expect(drawn([source('accounts', [18, 17], true), source('games', [12])])).toEqual({ items: ['accounts 18', 'accounts 17'], left: [0, 1] })
  })
  it('shows at most a page and holds the rest', () => {
    expect(drawn([source('accounts', [18, 17, 16])], 2)).toEqual({ items: ['accounts 18', 'accounts 17'], left: [1] })
  })
})
