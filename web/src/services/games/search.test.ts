import { describe, expect, it } from 'vitest'
import { filterOf, hasFilters, readSearch, toggled, withFilter } from './search'

describe('the address of the games page', () => {
  it('reads what makes sense and leaves the rest', () => {
    expect(readSearch({ q: ' zelda ', platforms: 'NES|MSX2', kinds: 'dlc|song', players: '4', score: 80, view: 'table', sort: '-year', n: '90' })).toEqual({ q: 'zelda', platforms: 'NES|MSX2', kinds: 'dlc', players: 4, score: 80, view: 'table', sort: '-year', n: 90 })
    expect(readSearch({ q: '', year_from: '86', view: 'cards', n: -1, platforms: ['a'], genres: null, sort: 'size' })).toEqual({})
  })
  it('understands links from before', () => {
    expect(readSearch({ platform: 'NES', genre: 'Sports', year: '1986' })).toEqual({ platforms: 'NES', genres: 'Sports', year_from: 1986, year_to: 1986 })
  })
  it('takes a title of digits as words', () => {
    expect(readSearch({ q: 1941 })).toEqual({ q: '1941' })
  })
  it('starts at the top with another filter', () => {
    expect(withFilter({ q: 'a', n: 90, year_from: 1986 }, { year_from: undefined, platforms: 'NES' })).toEqual({ q: 'a', platforms: 'NES' })
  })
  it('asks the server for several values and keeps to itself how they are shown', () => {
    expect(filterOf({ q: 'a', view: 'wall', n: 60, companies: 'Square Co., Ltd.|Konami', players: 2 })).toEqual({ q: 'a', companies: ['Square Co., Ltd.', 'Konami'], players_min: 2 })
  })
  it('adds and takes away values', () => {
    expect(toggled(undefined, 'NES')).toBe('NES')
    expect(toggled('NES', 'MSX2')).toBe('NES|MSX2')
    expect(toggled('NES|MSX2', 'NES')).toBe('MSX2')
    expect(toggled('NES', 'NES')).toBeUndefined()
    expect(hasFilters({ q: 'a', sort: 'year' })).toBe(false)
    expect(hasFilters({ score: 80 })).toBe(true)
  })
})
