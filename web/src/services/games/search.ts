/** The state of the games page, as it stands in the address. */
import type { WorksFilter } from '../../api/games'
import type { WorkKind } from '../../api/types'
import { dropEmpty, oneOf, whole, words } from '../../ui/address'

export const VIEWS = ['wall', 'list', 'table'] as const
export const SORTS = ['title', '-year', 'year', '-metacritic'] as const
export const KINDS: readonly WorkKind[] = ['game', 'dlc', 'expansion', 'bundle', 'edition']
export const MANY = ['platforms', 'genres', 'companies', 'franchises', 'kinds'] as const
export type Many = (typeof MANY)[number]

/** Several values stand in one parameter with a bar between; names of companies have commas in them. */
export interface GamesSearch {
  q?: string
  platforms?: string
  genres?: string
  companies?: string
  franchises?: string
  kinds?: string
  /** One year, or the first of a decade and its last. */
  year_from?: number
  year_to?: number
  players?: number
  score?: number
  sort?: (typeof SORTS)[number]
  /** How the games are shown; without it rows for a search and a wall for the catalogue. */
  view?: (typeof VIEWS)[number]
  /** How many are shown, so that a link and the way back find the same place. */
  n?: number
}

/** Reads an address; what makes no sense is left out instead of refused. Links from before named one value each. */
export function readSearch(search: Record<string, unknown>): GamesSearch {
  const year = whole(search.year, 1950, 2100)
  return dropEmpty({
    q: words(search.q),
    platforms: words(search.platforms) ?? words(search.platform),
    genres: words(search.genres) ?? words(search.genre),
    companies: words(search.companies),
    franchises: words(search.franchises),
    kinds: joined(valuesOf(words(search.kinds)).filter((kind) => KINDS.some((known) => known === kind))),
    year_from: whole(search.year_from, 1950, 2100) ?? year,
    year_to: whole(search.year_to, 1950, 2100) ?? year,
    players: whole(search.players, 2, 99),
    score: whole(search.score, 1, 100),
    sort: oneOf(search.sort, SORTS),
    view: oneOf(search.view, VIEWS),
    n: whole(search.n, 31, 3000),
  })
}

export const valuesOf = (text: string | undefined): string[] => text?.split('|').filter(Boolean) ?? []
export const joined = (values: readonly string[]): string | undefined => (values.length > 0 ? values.join('|') : undefined)

/** With this value if it is not there, else without it. */
export function toggled(text: string | undefined, value: string): string | undefined {
  const values = valuesOf(text)
  return joined(values.includes(value) ? values.filter((each) => each !== value) : [...values, value])
}

export function filterOf(search: GamesSearch): WorksFilter {
  const { q, year_from, year_to, players, score, sort } = search
  const many = Object.fromEntries(MANY.filter((name) => search[name]).map((name) => [name, valuesOf(search[name])]))
  return dropEmpty({ q, ...many, year_from, year_to, players_min: players, metacritic_min: score, sort })
}

/** Another filter starts at the top again. */
export function withFilter(search: GamesSearch, change: Partial<GamesSearch>): GamesSearch {
  const { n: _, ...rest } = search
  return dropEmpty({ ...rest, ...change })
}

/** Everything that narrows the catalogue, beside words. */
export const NO_FILTERS = { platforms: undefined, genres: undefined, companies: undefined, franchises: undefined, kinds: undefined, year_from: undefined, year_to: undefined, players: undefined, score: undefined } as const

export const hasFilters = (search: GamesSearch) => (Object.keys(NO_FILTERS) as (keyof typeof NO_FILTERS)[]).some((name) => search[name] !== undefined)

/** The search that shows what has this value of a facet; a decade for years. */
export function searchOf(facet: 'platforms' | 'genres' | 'years' | 'companies' | 'franchises', name: string): GamesSearch {
  if (facet !== 'years') return { [facet]: name }
  return { year_from: Number(name), year_to: Number(name) }
}

export const decade = (first: number): Pick<GamesSearch, 'year_from' | 'year_to'> => ({ year_from: first, year_to: first + 9 })

/** The state of a page that lists all values of a facet. */
export interface BrowseSearch {
  q?: string
  sort?: 'name'
}

export const readBrowse = (search: Record<string, unknown>): BrowseSearch => dropEmpty({ q: words(search.q), sort: oneOf(search.sort, ['name'] as const) })

/** What a new game belongs to. */
export const readNew = (search: Record<string, unknown>): { parent?: string; edition_of?: string } => dropEmpty({ parent: words(search.parent), edition_of: words(search.edition_of) })

export const readDoubts = (search: Record<string, unknown>): { reason?: string } => dropEmpty({ reason: words(search.reason) })
