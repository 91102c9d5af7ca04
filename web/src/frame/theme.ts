/** Light, dark, or as the system has it. public/theme.js applies the same rule before the first paint. */
import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

const KEY = 'marquee.theme'
const listeners = new Set<() => void>()

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

let wish: Theme = stored()
const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

function apply() {
  const dark = wish === 'dark' || (wish === 'system' && systemDark.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

systemDark.addEventListener('change', apply)
window.addEventListener('storage', (event) => {
  if (event.key !== KEY) return
  wish = stored()
  changed()
})

function changed() {
  apply()
  for (const listener of listeners) listener()
}

export function setTheme(next: Theme) {
  wish = next
  try {
    if (next === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, next)
  } catch {
    // Storage may be refused; the choice then lasts as long as the page.
  }
  changed()
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => wish,
  )
}
