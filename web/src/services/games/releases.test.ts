import { describe, expect, it } from 'vitest'
import type { Release } from '../../api/types'
import { firstRelease } from './Facts'
import { byPlatform } from './Releases'

const release = (platform: string, date: string | null): Release => ({ id: `${platform}${date}`, platform, date, region: null, title: 'T', title_exact: null, developer: null, publisher: null, serial: null })

describe('releases', () => {
  it('finds the first, the more exact date before the year alone', () => {
    const list = [release('NES', null), release('MSX2', '1986'), release('FDS', '1986-09-26'), release('C64', '1990')]
    expect(firstRelease(list)?.platform).toBe('FDS')
    expect(firstRelease([release('NES', null)])).toBeUndefined()
  })
  it('groups by platform in the order of the earliest', () => {
    const list = [release('NES', '1987'), release('FDS', '1986'), release('NES', '1988'), release('PC', null)]
    expect(byPlatform(list).map(([name, group]) => [name, group.length])).toEqual([['FDS', 1], ['NES', 2], ['PC', 1]])
  })
})
