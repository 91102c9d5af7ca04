/** Where to go after signing in. */

/**
 * The path to go on to, if it is a page of our own origin, else null.
 *
 * The address is parsed as the browser would before it is judged, so `//elsewhere`, `/\elsewhere`, `javascript:`
 * and dots that climb out are seen for what they are. `isPage` knows the page paths; API, files and documents of
 * the same origin are not among them.
 */
export function safeNext(wish: unknown, origin: string, isPage: (path: string) => boolean): string | null {
  if (typeof wish !== 'string' || !wish.startsWith('/')) return null
  let url: URL
  try {
    url = new URL(wish, origin)
  } catch {
    return null
  }
  if (url.origin !== origin || url.username || url.password) return null
  if (url.pathname.startsWith('//') || !isPage(url.pathname)) return null
  return url.pathname + url.search
}
