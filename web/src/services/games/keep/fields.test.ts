import { expect, it } from 'vitest'
import { asChange, EMPTY, wrongs } from './fields'

it('sends only what was changed, and nothing for what was emptied', () => {
  expect(asChange({})).toEqual({})
  expect(asChange({ title: ' Terranigma ', year: '', genres: 'Role-playing, Action,, Action', players: '2', parent: '', kind: 'dlc' })).toEqual({ title: 'Terranigma', year: null, genres: ['Role-playing', 'Action'], players: 2, parent: null, kind: 'dlc' })
})

it('tells what cannot be', () => {
  const words = { title: 'needed', year: 'a year', players: 'how many' }
  expect(wrongs(EMPTY, words)).toEqual({ title: 'needed' })
  expect(wrongs({ ...EMPTY, title: 'A', year: '86', players: '0' }, words)).toEqual({ year: 'a year', players: 'how many' })
})
