import { describe, expect, it } from 'vitest'
import { isPage, PAGES } from './paths'

const sources = import.meta.glob<string>(['../routes.ts', '../frame/roots.tsx', '../frame/office/routes.ts', '../services/*/index.ts'], { query: '?raw', import: 'default', eager: true })

describe('the paths that the worker answers', () => {
  it('are those of the routes, one by one', () => {
    const routes = Object.values(sources).flatMap((text) => {
      // The offices stand below the administration, whose own path is said once.
      return [...text.matchAll(/createRoute\(\{([^]*?)path: '([^']*)'/g)].map(([, before, path]) => (/office/i.test(before!) && path !== '/admin' ? `/admin${path}` : path!))
    })
    expect(routes.length).toBeGreaterThan(20)
    // The first page of the administration has the path of the administration itself.
    expect([...new Set(routes.map((path) => path.replace(/(.)\/$/, '$1')))].toSorted()).toEqual(PAGES)
  })

  it('have their parts filled in', () => {
    for (const path of ['/', '/games', '/games/0198f3a2-7c1e-7b51-9d2a-5f0c1e9a4b77', '/games/browse/years', '/todos/trash', '/admin/users/7']) expect(isPage(path), path).toBe(true)
  })

  it('are nothing that the server answers by itself', () => {
    const others = ['/api', '/api/v1', '/api/v1/games/works', '/docs', '/docs/', '/docs/games', '/redoc', '/openapi.json', '/files/games/a.png', '/metrics', '/health', '/livez', '/readyz', '/startupz', '/covers/abc', '/users', '/users/7', '/auth/login', '/todo', '/ws', '/sw.js', '/theme.js', '/icon.svg', '/games/a.png', '/games/', '//games', '/assets/index.js', '/nowhere']
    for (const path of others) expect(isPage(path), path).toBe(false)
  })
})
