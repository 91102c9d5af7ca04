/** Coming in and going out. */
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { meQuery, signOut } from '../api/accounts'
import { live } from '../api/live'
import type { Me } from '../api/types'
import { safeNext } from './next'
import { queryClient } from './query'

/** Empties every cache of the page, so that nothing of one person is left for the next. */
export async function forgetEverything() {
  live.stop()
  queryClient.clear()
  sessionStorage.clear()
  if ('caches' in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)))
}

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
    async (me: Me, next?: string) => {
      await forgetEverything()
      queryClient.setQueryData(meQuery.queryKey, me)
      router.history.push(safeNext(next, window.location.origin, isPage) ?? '/')
    },
    [router, isPage],
  )
}

export function useSignOut() {
  const router = useRouter()
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await forgetEverything()
      queryClient.setQueryData(meQuery.queryKey, null)
      await router.navigate({ to: '/' })
      await router.invalidate()
    },
  })
}
