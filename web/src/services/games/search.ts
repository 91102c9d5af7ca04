/** The state of the games page, as it stands in the address. */
import type { WorksFilter } from '../../api/games'
import { dropEmpty, whole, words } from '../../ui/address'

export interface GamesSearch extends WorksFilter {
  /** How the games are shown; without it rows for a search and a wall for the catalogue. */
  view?: 'list' | 'wall'
  /** How many are shown, so that a link and the way back find the same place. */
  n?: number
}

/** Reads an address; what makes no sense is left out instead of refused. */
export function readSearch(search: Record<string, unknown>): GamesSearch {
  return dropEmpty({
    q: words(search.q),
    platform: words(search.platform),
    genre: words(search.genre),
    year: whole(search.year, 1950, 2100),
    view: search.view === 'list' || search.view === 'wall' ? search.view : undefined,
    n: whole(search.n, 31, 3000),
  })
}

export function filterOf({ q, platform, genre, year }: GamesSearch): WorksFilter {
  return dropEmpty({ q, platform, genre, year })
}

/** Another filter starts at the top again. */
export function withFilter(search: GamesSearch, change: Partial<GamesSearch>): GamesSearch {
  const { n: _, ...rest } = search
  return dropEmpty({ ...rest, ...change })
}

export const hasFilters = ({ platform, genre, year }: GamesSearch) => platform !== undefined || genre !== undefined || year !== undefined
