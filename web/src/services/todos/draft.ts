/** The line that is being written, kept over a reload of this window; signing out forgets it. */
const KEY = 'marquee.todos.draft'

export function keptDraft(): string {
  try {
    return sessionStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export function keepDraft(text: string) {
  try {
    if (text) sessionStorage.setItem(KEY, text)
    else sessionStorage.removeItem(KEY)
  } catch {
    // Storage may be refused; the line then lives as long as the page.
  }
}
