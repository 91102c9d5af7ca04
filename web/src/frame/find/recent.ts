/** What this person went to lately from the field on top. Kept in this browser, forgotten when somebody signs out. */
import type { IconName } from '../../ui/Icon'

/** A thing has its own words and address; a command only its id, because its words depend on the language. */
export interface Recent {
  id: string
  thing?: { title: string; note?: string; href: string; icon: IconName }
}

const KEY = 'marquee.recent'
const MOST = 5

interface Kept {
  user: string
  list: Recent[]
}

/** The newest first; nothing for anybody but who it was. */
export function recents(user: string): Recent[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Kept | null
    return kept?.user === user && Array.isArray(kept.list) ? kept.list.filter((one) => typeof one?.id === 'string') : []
  } catch {
    return []
  }
}

export function remember(user: string, recent: Recent) {
  const list = [recent, ...recents(user).filter(({ id }) => id !== recent.id)].slice(0, MOST)
  try {
    localStorage.setItem(KEY, JSON.stringify({ user, list } satisfies Kept))
  } catch {
    // Storage may be refused; nothing is recent then.
  }
}

export function forgetRecents() {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // As above: nothing was kept.
  }
}
