/** What the field on top finds and does. Services register it (`services/<name>/commands`), the frame shows it. */
import type { QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { IconName } from '../../ui/Icon'

/** What a command may work with. */
export interface Around {
  router: AnyRouter
  client: QueryClient
  t: TFunction
}

/** A page to go to, or a thing to do. */
export interface Command {
  /** Never changes: what was done lately is kept under it. */
  id: string
  icon: IconName
  kind: 'go' | 'do'
  name: (t: TFunction) => string
  /** Further words under which it is found. */
  also?: (t: TFunction) => string
  /** Offered only to who has this right; `member` is everybody who is signed in, `guest` everybody else. */
  right?: string
  /** A part of something else: only shown to who types its name. */
  part?: boolean
  /** Whether there is any use in it now. */
  useful?: () => boolean
  /** Where it leads, or what it does. */
  act: string | ((around: Around) => unknown)
}

/** Something to do with the words in the field. */
export interface WithWords {
  id: string
  icon: IconName
  name: (t: TFunction) => string
  right?: string
  href: (words: string) => string
}

/** A thing that was found by words. */
export interface Thing {
  id: string
  title: string
  /** A smaller word beside it. */
  note?: string
  href: string
}

/** Asks a service for things by words. */
export interface Finder {
  id: string
  icon: IconName
  heading: (t: TFunction) => string
  right?: string
  find: (words: string, signal: AbortSignal) => Promise<Thing[]>
}

export interface Commands {
  commands?: readonly Command[]
  withWords?: readonly WithWords[]
  finders?: readonly Finder[]
}

/** Letters as they are compared: small, without accents. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether each of the words begins a word of the text. */
export function begins(words: string, text: string): boolean {
  const there = plain(text).split(/[^\p{L}\p{N}]+/u)
  return plain(words)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => there.some((one) => one.startsWith(word)))
}

/** Whether who has these rights (none: a guest) is offered something. */
export function offered(right: string | undefined, rights: readonly string[] | null): boolean {
  if (right === undefined) return true
  if (right === 'guest') return rights === null
  return rights !== null && (right === 'member' || rights.includes(right))
}
