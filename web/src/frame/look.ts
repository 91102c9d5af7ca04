/**
 * How this browser shows the page: theme and density. Kept here and not in the account, because a phone and a desk
 * differ. public/theme.js applies the same rules before the first paint.
 */
import { useSyncExternalStore } from 'react'

/** One choice that this browser keeps; the first of its values is what stands when nothing was chosen. */
export function choice<T extends string>(key: string, values: readonly [T, ...T[]], apply: (value: T) => void) {
  const listeners = new Set<() => void>()
  const stored = (): T => {
    try {
      return values.find((value) => value === localStorage.getItem(key)) ?? values[0]
    } catch {
      return values[0]
    }
  }
  let current = stored()
  const become = (value: T) => {
    current = value
    apply(value)
    for (const listener of listeners) listener()
  }
  // Another window of this browser chose.
  window.addEventListener('storage', (event) => {
    if (event.key === key) become(stored())
  })
  return {
    values,
    get: () => current,
    set: (value: T) => {
      try {
        if (value === values[0]) localStorage.removeItem(key)
        else localStorage.setItem(key, value)
      } catch {
        // Storage may be refused; the choice then lasts as long as the page.
      }
      become(value)
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export const theme = choice('marquee.theme', ['system', 'light', 'dark'], applyTheme)
export const density = choice('marquee.density', ['comfortable', 'compact'], (value) => {
  document.documentElement.dataset.density = value
})

function applyTheme(wish: 'system' | 'light' | 'dark') {
  const dark = wish === 'dark' || (wish === 'system' && systemDark().matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

function systemDark() {
  return window.matchMedia('(prefers-color-scheme: dark)')
}

systemDark().addEventListener('change', () => applyTheme(theme.get()))

export const useTheme = () => useSyncExternalStore(theme.subscribe, theme.get)
export const useDensity = () => useSyncExternalStore(density.subscribe, density.get)
