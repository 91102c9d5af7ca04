/** The service worker as the page sees it: begun where the browser allows it, and what it tells about new versions. */
import { useSyncExternalStore } from 'react'

/** How often it is looked whether there is a new version, at most. */
const LOOK_EVERY = 30 * 60_000

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

function offer(worker: ServiceWorker | null) {
  waiting = worker
  for (const listener of listeners) listener()
}

const possible = () => window.isSecureContext && 'serviceWorker' in navigator

/** Called once. Nothing happens over plain http, in old browsers and while the page is being developed. */
export function beginWorker() {
  if (!import.meta.env.PROD || !possible()) return
  // The page itself comes first.
  window.addEventListener('load', () => void begin().catch(() => {}))
}

async function begin() {
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  const look = async (worker: ServiceWorker | null) => {
    if (!worker || !navigator.serviceWorker.controller) return
    // The page came from the server and may be the new one already; then there is nothing to ask anybody.
    if ((await entryOf(worker)) === ownEntry()) tell(worker, 'take')
    else offer(worker)
  }
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') void look(worker)
    })
  })
  await look(registration.waiting)
  let last = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - last < LOOK_EVERY) return
    last = Date.now()
    registration.update().catch(() => {})
  })
}

const tell = (worker: ServiceWorker, what: 'which' | 'take' | 'fill', ports: MessagePort[] = []) => worker.postMessage(what, ports)

/** The script with which this page began. */
const ownEntry = () => new URL(document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? '/', location.origin).pathname

/** The script with which the pages of a worker begin. */
function entryOf(worker: ServiceWorker): Promise<unknown> {
  return new Promise((answer) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => answer(data)
    tell(worker, 'which', [port2])
  })
}

/** Lets the new version take over and loads its page. */
export function takeNew() {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  if (waiting) tell(waiting, 'take')
  offer(null)
}

export const leaveNew = () => offer(null)

/** Keeps the shell again, after a sign-out has emptied every cache. */
export function keepShell() {
  const worker = possible() ? navigator.serviceWorker.controller : null
  if (worker) tell(worker, 'fill')
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Whether a new version waits to be loaded. */
export const useNew = () => useSyncExternalStore(subscribe, () => waiting !== null)
