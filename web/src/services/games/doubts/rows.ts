/** Two games fact by fact. */
import type { Work } from '../../../api/types'

export type RowName = 'alt_title' | 'titles' | 'year' | 'platforms' | 'developer' | 'publisher' | 'genres' | 'franchise' | 'players' | 'releases' | 'sources'

export interface Row {
  name: RowName
  a: string
  b: string
  /** What is unknown on one side is no difference. */
  differs: boolean
}

interface Speak {
  list: (words: readonly string[]) => string
  number: (value: number) => string
}

export function rowsOf(a: Work, b: Work, speak: Speak): Row[] {
  const words = (name: RowName, of: (work: Work) => string | null): Row => row(name, of(a) ?? '', of(b) ?? '')
  const lists = (name: RowName, of: (work: Work) => readonly string[], alike = overlaps): Row => {
    const [left, right] = [of(a), of(b)]
    return { name, a: speak.list(left), b: speak.list(right), differs: left.length > 0 && right.length > 0 && !alike(left, right) }
  }
  const all = [
    words('alt_title', (work) => work.alt_title),
    lists('titles', (work) => otherTitles(work)),
    words('year', (work) => (work.year ? String(work.year) : null)),
    lists('platforms', (work) => work.platforms),
    words('developer', (work) => work.developer),
    words('publisher', (work) => work.publisher),
    lists('genres', (work) => work.genres),
    words('franchise', (work) => work.franchise),
    words('players', (work) => (work.players ? String(work.players) : null)),
    { ...words('releases', (work) => speak.number(work.releases.length)), differs: false },
    { ...lists('sources', (work) => work.sources.map(({ name }) => name)), differs: false },
  ]
  return all.filter((each) => each.a || each.b)
}

const row = (name: RowName, a: string, b: string): Row => ({ name, a, b, differs: a !== '' && b !== '' && a.toLowerCase() !== b.toLowerCase() })

/** Two lists that share something do not speak against each other. */
function overlaps(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a.map((word) => word.toLowerCase()))
  return b.some((word) => known.has(word.toLowerCase()))
}

/** The titles of its releases, beside the one that it is called by. */
function otherTitles(work: Work): string[] {
  return [...new Set(work.releases.map(({ title }) => title))].filter((title) => title !== work.title).slice(0, 4)
}
