/**
 * Whether the server answers. The browser's own idea of "online" is not asked: a house on the same machine
 * works without a network, and a network is no proof of a server.
 */
import { useSyncExternalStore } from 'react'

let goneSince: number | null = null
const listeners = new Set<() => void>()

function set(next: number | null) {
  if ((goneSince === null) === (next === null)) return
  goneSince = next
  for (const listener of listeners) listener()
}

export function reached() {
  set(null)
}

export function failed() {
  set(goneSince ?? Date.now())
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The moment since which the server does not answer, or null while it does. */
export function useGoneSince(): number | null {
  return useSyncExternalStore(subscribe, () => goneSince)
}
