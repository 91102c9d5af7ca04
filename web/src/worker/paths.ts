/**
 * The paths that are pages, as the routes of the page spell them. The service worker answers these and no others:
 * not the API, its documents, the classic paths, files or figures. A test holds this list beside the routes.
 */
export const PAGES = [
  '/',
  '/admin',
  '/admin/audit',
  '/admin/dead-letters',
  '/admin/doubts',
  '/admin/imports',
  '/admin/jobs',
  '/admin/users',
  '/admin/users/$id',
  '/confirm',
  '/forgot',
  '/games',
  '/games/$id',
  '/games/$id/edit',
  '/games/browse',
  '/games/browse/$facet',
  '/games/new',
  '/notes',
  '/reset',
  '/settings',
  '/setup',
  '/sign-in',
  '/sign-up',
  '/todos',
  '/todos/$list',
  '/todos/trash',
  '/undo',
]

const patterns = PAGES.map((page) => page.split('/'))

/** Whether a path of our origin is a page. A part with a dot is a file, whatever stands before it. */
export function isPage(path: string): boolean {
  const parts = path.split('/')
  return patterns.some((pattern) => pattern.length === parts.length && pattern.every((part, i) => part === parts[i] || (part.startsWith('$') && /^[^.]+$/.test(parts[i]!))))
}
