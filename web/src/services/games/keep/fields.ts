/** A game as the fields of its form, and back. */
import type { Work, WorkChange, WorkField, WorkKind } from '../../../api/types'

/** Words in every field; lists with commas between, other games by their ids. */
export type Fields = Record<WorkField, string>

export const FIELDS: readonly WorkField[] = ['title', 'alt_title', 'year', 'genres', 'developer', 'publisher', 'franchise', 'players', 'kind', 'parent', 'edition_of', 'edition_title']

export const EMPTY: Fields = { title: '', alt_title: '', year: '', genres: '', developer: '', publisher: '', franchise: '', players: '', kind: 'game', parent: '', edition_of: '', edition_title: '' }

const word = (value: string | number | null) => (value === null ? '' : String(value))

export function asFields(work: Work): Fields {
  return {
    title: work.title,
    alt_title: word(work.alt_title),
    year: word(work.year),
    genres: work.genres.join(', '),
    developer: word(work.developer),
    publisher: word(work.publisher),
    franchise: word(work.franchise),
    players: word(work.players),
    kind: work.kind,
    parent: work.parent?.id ?? '',
    edition_of: work.edition_of?.id ?? '',
    edition_title: word(work.edition_title),
  }
}

export const listOf = (text: string): string[] => [...new Set(text.split(',').map((part) => part.trim()).filter(Boolean))]

/** Only what was changed: a field that staff said is locked from then on. */
export function asChange(changes: Partial<Fields>): WorkChange {
  const change: Record<string, unknown> = {}
  for (const field of FIELDS) {
    const value = changes[field]
    if (value === undefined) continue
    const text = value.trim()
    if (field === 'title') change.title = text
    else if (field === 'genres') change.genres = listOf(text)
    else if (field === 'kind') change.kind = text as WorkKind
    else if (field === 'year' || field === 'players') change[field] = text === '' ? null : Number(text)
    else change[field] = text === '' ? null : text
  }
  return change
}

/** What can be told without the server. */
export function wrongs({ title, year, players }: Fields, words: { title: string; year: string; players: string }): Record<string, string> {
  const whole = (text: string, from: number, to: number) => text.trim() === '' || (/^\d+$/.test(text.trim()) && Number(text) >= from && Number(text) <= to)
  return {
    ...(title.trim() ? {} : { title: words.title }),
    ...(whole(year, 1950, 2100) ? {} : { year: words.year }),
    ...(whole(players, 1, 99) ? {} : { players: words.players }),
  }
}
