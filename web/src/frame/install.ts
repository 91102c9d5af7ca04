/**
 * Putting the page among the applications of this device. The browser says when that is possible; it is offered
 * only where the page came by a safe way.
 */
import { useSyncExternalStore } from 'react'

/** What Chromium hands over instead of asking at a time of its own. */
interface Offer extends Event {
  prompt: () => Promise<unknown>
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>
}

export interface Install {
  /** Opens the browser's own question; null while there is none. */
  ask: (() => Promise<void>) | null
  /** Runs as an application already. */
  done: boolean
}

const standalone = () => window.matchMedia('(display-mode: standalone)').matches

let state: Install = { ask: null, done: standalone() }
const listeners = new Set<() => void>()

function set(next: Install) {
  state = next
  for (const listener of listeners) listener()
}

/** Begins to listen; called once, before the browser makes its offer. */
export function watchInstall() {
  if (!window.isSecureContext) return
  window.addEventListener('beforeinstallprompt', (event) => {
    // Offered where one looks for it, not over the page.
    event.preventDefault()
    const offer = event as Offer
    set({ ...state, ask: () => take(offer) })
  })
  window.addEventListener('appinstalled', () => set({ ask: null, done: true }))
}

/** An offer can be taken once, whatever the answer is. */
async function take(offer: Offer) {
  set({ ...state, ask: null })
  await offer.prompt()
}

export const can = () => state

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useInstall = () => useSyncExternalStore(subscribe, can)

/** Safari on a phone installs by hand: through its menu, and it does not tell that it can. */
export const byHand = () => window.isSecureContext && /iPhone|iPad|iPod/.test(navigator.userAgent) && !standalone()
