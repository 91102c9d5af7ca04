import { describe, expect, it } from 'vitest'
import { highlight } from './highlight'

const marked = (title: string, query: string) =>
  highlight(title, query)
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('')

describe('highlight', () => {
  it('marks the start of words, in any case and with or without accents', () => {
    expect(marked('Castlevania: Symphony of the Night', 'castle nig')).toBe('[Castle]vania: Symphony of the [Nig]ht')
    expect(marked('Pokémon Yellow', 'pokemon')).toBe('[Pokémon] Yellow')
    expect(marked('Pokemon Yellow', 'POKÉMON')).toBe('[Pokemon] Yellow')
  })
  it('does not mark the middle of a word', () => {
    expect(marked('Recast the cast', 'cast')).toBe('Recast the [cast]')
  })
  it('marks Japanese anywhere, in both kana', () => {
    expect(marked('悪魔城ドラキュラ', 'ドラキュラ')).toBe('悪魔城[ドラキュラ]')
    expect(marked('悪魔城ドラキュラ', 'どらきゅら')).toBe('悪魔城[ドラキュラ]')
  })
  it('leaves a title whole without words', () => {
    expect(marked('Tetris', ' - ')).toBe('Tetris')
  })
})
