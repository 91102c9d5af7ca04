import type { MotifName } from './motifs'

// The first that matches wins. Words of the three catalogues that are known, and what people type.
const KINDS: [RegExp, MotifName][] = [
  [/role|rpg|adventure|novel/, 'rpg'],
  [/platform/, 'platform'],
  [/rac(e|ing)|driv|kart/, 'racing'],
  [/sport|golf|soccer|football|baseball|tennis|basket|hockey/, 'sport'],
  [/puzzle|board|card|trivia|quiz|educ|casino/, 'puzzle'],
  [/shoot|shmup|fps|gun/, 'shooter'],
  [/strat|tactic|wargame|rts/, 'strategy'],
  [/fight|beat|wrest|brawl/, 'fight'],
  [/sim|build|manage|flight/, 'sim'],
  [/music|rhythm|dance|party/, 'music'],
  [/action|stealth|arcade/, 'action'],
]

/** The motif of a genre. */
export function kindOf(genre: string | null | undefined): MotifName {
  const words = (genre ?? '').toLowerCase()
  return KINDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'misc'
}
