/// <reference lib="webworker" />
/**
 * The service worker. It keeps the shell of the page (its own files, nothing else) so that the page opens without
 * the server and says so in words. It answers page paths and those files; what people see there comes from the
 * API, which it never touches and never keeps.
 */
import { isPage } from './paths'

declare const self: ServiceWorkerGlobalScope
/** Put in by the build (vite.config.ts): the version, the script that the page begins with, and all files. */
declare const BUILT_SHELL: { version: string; entry: string; files: string[] }

const SHELL = BUILT_SHELL
const OURS = 'marquee-'
const CACHE = OURS + SHELL.version
const FILES = new Set(SHELL.files)
const PAGE = '/'
/** What is kept is one thing a path, whoever asks. */
const ANY = { ignoreVary: true }
/** How long a page is waited for before the kept one is shown. */
const PATIENCE = 4_000
/** What a proxy says while the house behind it is away. */
const AWAY = new Set([502, 503, 504])

self.addEventListener('install', (event) => event.waitUntil(fill()))

self.addEventListener('activate', (event) => event.waitUntil(settle()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (isPage(url.pathname)) event.respondWith(page(request))
  } else if (FILES.has(url.pathname)) {
    event.respondWith(hashed(url.pathname) ? kept(request) : fresh(request, url.pathname))
  }
})

self.addEventListener('message', (event) => {
  const what: unknown = event.data
  if (what === 'which') event.ports[0]?.postMessage(SHELL.entry)
  if (what === 'take') void self.skipWaiting()
  if (what === 'fill') event.waitUntil(fill())
})

/** Takes all files of the shell into the cache of this version; what an older one has alike is not fetched again. */
async function fill() {
  const cache = await caches.open(CACHE)
  const paths = [PAGE, ...SHELL.files]
  const there = await Promise.all(paths.map((path) => cache.match(path, ANY)))
  const taken = await Promise.all(paths.filter((_, at) => !there[at]).map(async (path) => [path, await take(path)] as const))
  // All of it or nothing: a page whose files are not kept would be a blank one.
  await Promise.all(taken.map(([path, response]) => cache.put(path, response)))
}

async function take(path: string): Promise<Response> {
  const older = hashed(path) ? await caches.match(path, ANY) : undefined
  // The root answers programs in their own words, so the page is asked for by its type.
  const headers = { accept: path === PAGE ? 'text/html' : '*/*' }
  const response = older ?? (await fetch(new Request(path, { cache: hashed(path) ? 'default' : 'no-cache', credentials: 'omit', headers })))
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  // A server of another version has a page that begins with other files.
  if (path === PAGE && !(await response.clone().text()).includes(SHELL.entry)) throw new Error('the page is of another version')
  return response
}

async function settle() {
  // Signing in or out while this version waited may have emptied its cache.
  await fill().catch(() => undefined)
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)))
  await self.clients.claim()
}

/** The page as the server has it; the kept one while the server is away. */
async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) })
    if (!AWAY.has(response.status)) return response
    return (await caches.match(PAGE, ANY)) ?? response
  } catch (cause) {
    const shell = await caches.match(PAGE, ANY)
    if (shell) return shell
    throw cause
  }
}

/** A file whose name tells its contents never changes. */
async function kept(request: Request): Promise<Response> {
  return (await caches.match(new URL(request.url).pathname, ANY)) ?? fetch(request)
}

async function fresh(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request)
  } catch (cause) {
    const there = await caches.match(path, ANY)
    if (there) return there
    throw cause
  }
}

function hashed(path: string): boolean {
  return path.startsWith('/assets/')
}
