import { describe, expect, it } from 'vitest'
import { filterOf, readSearch, withFilter } from './search'

describe('the address of the games page', () => {
  it('reads what makes sense and leaves the rest', () => {
    expect(readSearch({ q: ' zelda ', year: '1986', platform: 'NES', view: 'wall', n: '90' })).toEqual({ q: 'zelda', year: 1986, platform: 'NES', view: 'wall', n: 90 })
    expect(readSearch({ q: '', year: '86', view: 'cards', n: -1, platform: ['a'], genre: null })).toEqual({})
  })
  it('takes a title of digits as words', () => {
    expect(readSearch({ q: 1941 })).toEqual({ q: '1941' })
  })
  it('starts at the top with another filter', () => {
    expect(withFilter({ q: 'a', n: 90, year: 1986 }, { year: undefined, platform: 'NES' })).toEqual({ q: 'a', platform: 'NES' })
  })
  it('keeps how it is shown out of the question to the server', () => {
    expect(filterOf({ q: 'a', view: 'wall', n: 60 })).toEqual({ q: 'a' })
  })
})
