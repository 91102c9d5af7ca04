/** A note in words: worded here by its kind, else as the server wrote it. */
import type { TFunction } from 'i18next'
import type { Note } from '../../api/types'

export interface NoteWords {
  title: string
  body: string
}

export function noteWords(note: Note, t: TFunction): NoteWords {
  const speak = t as (key: string, values?: object) => string
  const params = countable(note.params ?? {})
  const at = `notes.kinds.${note.kind}`
  const title = speak(`${at}.title`, { ...params, defaultValue: '' })
  if (!title) return { title: note.title, body: note.body }
  return { title, body: speak(`${at}.body`, { ...params, defaultValue: '' }) }
}

/** Only words and numbers may be put into a sentence. */
function countable(params: Record<string, unknown>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string | number] => ['string', 'number'].includes(typeof entry[1])))
}

/** The path of a note's link, if it leads to a page of our own. */
export function noteLink(note: Note): string | null {
  return note.link && /^\/(?![/\\])/.test(note.link) ? note.link : null
}
