import { expect, it } from 'vitest'
import type { Work } from '../../../api/types'
import { rowsOf } from './rows'

const base: Work = {
  id: 'a', number: 1, kind: 'game', title: 'Gradius', alt_title: null, year: 1985, platforms: ['Arcade'], genres: ['Shooter'], developer: 'Konami', publisher: null, franchise: null, players: null, esrb: null, parent: null, edition_of: null,
  edition_title: null, editions: [], additions: [], external_ids: [], locked: [], version: 1, releases: [], sources: [], metascore: null, price_reference: null,
}
const speak = { list: (words: readonly string[]) => words.join(', '), number: String }

it('marks what speaks against each other, not what one side does not know', () => {
  const rows = rowsOf(base, { ...base, id: 'b', year: 1986, platforms: ['NES', 'Arcade'], developer: 'KONAMI', genres: ['Action'], publisher: 'Konami' }, speak)
  expect(rows.filter(({ differs }) => differs).map(({ name }) => name)).toEqual(['year', 'genres'])
  expect(rows.find(({ name }) => name === 'publisher')).toEqual({ name: 'publisher', a: '', b: 'Konami', differs: false })
  expect(rows.some(({ name }) => name === 'players')).toBe(false)
})
