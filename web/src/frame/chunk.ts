/**
 * Parts of the page that are fetched when they are needed. One that cannot be had is mostly one of an older version,
 * which the server has no more: then the page is loaded anew, once.
 */
import { lazyRouteComponent } from '@tanstack/react-router'
import { type ComponentType, lazy } from 'react'
import { Problem, UNREACHABLE } from '../api/client'
import { failed } from '../api/reach'

const KEY = 'marquee.reloaded'

/** Fetches a part; what it does when that fails is decided by whether the server is there. */
export function chunk<T>(load: () => Promise<T>): () => Promise<T> {
  return () => load().catch(missing)
}

async function missing(error: unknown): Promise<never> {
  let page: string
  try {
    page = await (await fetch('/', { cache: 'no-store', credentials: 'omit', headers: { accept: 'text/html' } })).text()
  } catch {
    failed()
    throw new Problem({ type: UNREACHABLE, title: 'The server does not answer', status: 0 })
  }
  // In words of our own: the router reloads by itself for those of the browser.
  if (!reloadOnce(page)) throw new Error('a part of the page is missing', { cause: error })
  location.reload()
  // The old page shows that it loads until the new one is there.
  return new Promise(() => {})
}

/** Whether to load anew: never twice for the same page, or a part that is broken for good would go round for ever. */
function reloadOnce(page: string): boolean {
  const entry = /assets\/index-[\w-]+\.js/.exec(page)?.[0] ?? 'none'
  try {
    if (sessionStorage.getItem(KEY) === entry) return false
    sessionStorage.setItem(KEY, entry)
    return true
  } catch {
    return false
  }
}

/** A page that is fetched when somebody goes there. What it is must not be looked at here: pages know the routes, which know the pages. */
export function lazyPage<Module extends Record<'default', unknown>>(load: () => Promise<Module>) {
  return lazyRouteComponent<Module, 'default'>(chunk(load))
}

/** A part of a page that is fetched when it is shown. */
export const lazyPart = <Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) => lazy(chunk(load))
