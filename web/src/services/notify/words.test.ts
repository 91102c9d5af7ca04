import { beforeAll, describe, expect, it } from 'vitest'
import type { Note } from '../../api/types'
import { i18n, learnInside } from '../../i18n'
import { noteLink, noteWords } from './words'

const note = (part: Partial<Note>): Note => ({ id: '1', kind: 'x.y', title: 'Title', body: 'Body', link: null, params: {}, at: '2026-11-21T18:00:00Z', read: false, ...part })

describe('notes in words', () => {
  beforeAll(learnInside)
  it('words a known kind and keeps the words of an unknown one', () => {
    expect(noteWords(note({ kind: 'accounts.confirmed' }), i18n.t).title).toBe('Your address is confirmed')
    expect(noteWords(note({ kind: 'cinema.held' }), i18n.t)).toEqual({ title: 'Title', body: 'Body' })
  })
  it('follows only links of our own', () => {
    expect(noteLink(note({ link: '/games' }))).toBe('/games')
    for (const link of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', null]) expect(noteLink(note({ link }))).toBeNull()
  })
})
