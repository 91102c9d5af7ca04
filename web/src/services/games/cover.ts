import type { WorkCard } from '../../api/types'
import type { CoverOf } from '../../ui/cover/palette'

/** What the cover of a game is drawn from: its first platform and genre. */
export function coverOf({ title, platforms, genres, year }: WorkCard): CoverOf {
  return { title, platform: platforms[0] ?? null, genre: genres[0] ?? null, year }
}
