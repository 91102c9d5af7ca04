import { describe, expect, it } from 'vitest'
import { safeNext } from './next'

const origin = 'http://127.0.0.1:8080'
const isPage = (path: string) => /^\/($|notes$|games(\/[^/]+)?$)/.test(path)
const next = (wish: unknown) => safeNext(wish, origin, isPage)

describe('safeNext', () => {
  it('goes to pages of our own', () => {
    expect(next('/')).toBe('/')
    expect(next('/notes')).toBe('/notes')
    expect(next('/games?q=castle&year=1986')).toBe('/games?q=castle&year=1986')
    expect(next('/games/../notes')).toBe('/notes')
  })
  it('drops a fragment, which may carry a token', () => {
    expect(next('/games#token')).toBe('/games')
  })
  it.each([
    'https://elsewhere.example/notes',
    '//elsewhere.example/notes',
    '/\\elsewhere.example/notes',
    '/\t/elsewhere.example',
    '\\\\elsewhere.example',
    'javascript:alert(1)',
    ' /notes',
    'notes',
    '/games/..//elsewhere.example',
    '/api/v1/accounts/me',
    '/docs',
    '/files/x',
    '/nowhere',
    '',
    null,
    undefined,
    7,
    ['/notes'],
  ])('refuses %j', (wish) => {
    expect(next(wish)).toBeNull()
  })
})
