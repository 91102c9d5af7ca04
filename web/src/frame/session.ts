/** Coming in and going out. */
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { meQuery, signOut } from '../api/accounts'
import { isProblem, SIGN_IN_NEEDED } from '../api/client'
import { live } from '../api/live'
import type { Me } from '../api/types'
import { forgetRecents } from './find/recent'
import { safeNext } from './next'
import { queryClient } from './query'
import { keepShell } from './worker'

/**
 * Makes the page somebody else's: shows the new person (or guest), goes where `go` leads, then empties every cache,
 * so that nothing of one person is left for the next.
 */
export async function become(me: Me | null, go: () => Promise<unknown>) {
  live.stop()
  queryClient.setQueryData(meQuery.queryKey, me)
  await go()
  const isMe = (key: readonly unknown[]) => key.join() === meQuery.queryKey.join()
  // What is on the screen now is public or the new person's: it is asked again, while all else is thrown away.
  queryClient.removeQueries({ predicate: (query) => !query.isActive() && !isMe(query.queryKey) })
  queryClient.getMutationCache().clear()
  sessionStorage.clear()
  forgetRecents()
  if ('caches' in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)))
  if (me) keepShell()
  await queryClient.invalidateQueries({ predicate: (query) => !isMe(query.queryKey) })
}

let renewing = false

/**
 * Runs a call that ends every session and begins a new one here. What the page asks meanwhile may still go out with
 * the old one: that is no sign that somebody was signed out, so it is asked again.
 */
export async function renew<T>(call: () => Promise<T>): Promise<T> {
  renewing = true
  try {
    return await live.without(call)
  } finally {
    renewing = false
    void queryClient.invalidateQueries({ predicate: ({ state }) => isProblem(state.error, SIGN_IN_NEEDED) })
  }
}

export const isRenewing = () => renewing

/** Tells whether an address of our own leads to a page. */
export function useIsPage(): (path: string) => boolean {
  const router = useRouter()
  return useCallback((path) => router.getMatchedRoutes(path)[2] !== undefined, [router])
}

/** Takes a fresh session into the page and goes on to where the visitor wanted to be. */
export function useComeIn() {
  const router = useRouter()
  const isPage = useIsPage()
  return useCallback(
    (me: Me, next?: string) =>
      become(me, () => router.navigate({ href: safeNext(next, window.location.origin, isPage) ?? '/' })),
    [router, isPage],
  )
}

export function useSignOut() {
  const router = useRouter()
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => become(null, () => router.navigate({ to: '/' })),
  })
}
