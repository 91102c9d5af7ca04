import { describe, expect, it } from 'vitest'
import { begins, offered } from './command'

describe('words that find a command', () => {
  it('are beginnings of its words, in any order, big or small, with or without accents', () => {
    for (const words of ['sign', 'OUT', 'out sig', 'sign out', '']) expect(begins(words, 'Sign out'), words).toBe(true)
    expect(begins('uber', 'Über das Haus')).toBe(true)
    expect(begins('Über', 'uber das haus')).toBe(true)
  })

  it('find nothing inside of a word, and nothing when one of them fits nowhere', () => {
    expect(begins('ign', 'Sign out')).toBe(false)
    expect(begins('sign in', 'Sign out')).toBe(false)
  })
})

describe('what is offered', () => {
  it('goes by the right, or by whether somebody is signed in', () => {
    expect(offered(undefined, null)).toBe(true)
    expect(offered('guest', null)).toBe(true)
    expect(offered('guest', [])).toBe(false)
    expect(offered('member', null)).toBe(false)
    expect(offered('member', [])).toBe(true)
    expect(offered('games.keep', ['games.keep'])).toBe(true)
    expect(offered('games.keep', ['games.import'])).toBe(false)
    expect(offered('games.keep', null)).toBe(false)
  })
})
