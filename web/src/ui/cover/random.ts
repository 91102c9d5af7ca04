/** FNV-1a over code points: the seed of a cover. */
export function hash(text: string): number {
  let h = 2166136261
  for (const c of text) {
    h ^= c.codePointAt(0)!
    h = Math.imul(h, 16777619)
  }
  return h >>> 0
}

export type Random = () => number

/** A small seeded generator (mulberry32): the same seed draws the same picture on every machine. */
export function random(seed: number): Random {
  let a = seed || 1
  return () => {
    a |= 0
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
