/** What the frame itself finds and does: its pages, and how this browser shows them. */
import { can } from '../install'
import { density, theme } from '../look'
import type { Command } from './command'

const look: Command[] = [
  ...theme.values.map((value): Command => ({ id: `theme-${value}`, icon: 'look', kind: 'do', name: (t) => t(`find.theme.${value}`), also: (t) => t('account.theme'), useful: () => theme.get() !== value, act: () => theme.set(value) })),
  ...density.values.map((value): Command => ({ id: `density-${value}`, icon: 'list', kind: 'do', name: (t) => t(`find.density.${value}`), also: (t) => t('settings.look.density'), useful: () => density.get() !== value, act: () => density.set(value) })),
]

export const OWN: Command[] = [
  { id: 'tonight', icon: 'tonight', kind: 'go', name: (t) => t('nav.tonight'), also: (t) => t('find.home'), right: 'member', act: '/' },
  ...look,
  { id: 'install', icon: 'install', kind: 'do', name: (t) => t('install.go'), useful: () => can().ask !== null, act: () => can().ask?.() },
]
