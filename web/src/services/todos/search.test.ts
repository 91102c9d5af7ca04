import { expect, it } from 'vitest'
import { filterOf, readSearch, sortOf } from './search'

it('reads an address and leaves out what makes no sense', () => {
  expect(readSearch({ due: 'today', priority: '2', label: 'venue', q: 1941, sort: 'size', view: 'board', state: 'open' })).toEqual({ due: 'today', priority: 2, label: 'venue', q: '1941', view: 'board' })
  expect(readSearch({ due: 'never', priority: 9, item: '' })).toEqual({})
})

it('sorts a list as its owner did and everything by day', () => {
  expect(sortOf({}, undefined)).toBe('due')
  expect(sortOf({}, 'a')).toBe('order')
  expect(sortOf({ view: 'board', sort: 'order' }, 'a')).toBe('due')
  expect(filterOf({ state: 'done', sort: 'due', item: 'x' }, undefined)).toEqual({ state: 'done' })
})
