import { expect, it } from 'vitest'
import { initialOf } from './letters'

it('finds the letter of a name', () => {
  expect(['Konami', 'élan', '8ing', '任天堂', ''].map(initialOf)).toEqual(['K', 'E', '#', '#', '#'])
})
