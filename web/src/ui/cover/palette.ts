import { hash } from './random'

/** Four flat colours of a cover, and the deep one behind its page, on which light text is easy to read. */
export interface Palette {
  ground: string
  main: string
  second: string
  ink: string
  stage: string
}

// Chosen by hand, so that forty covers side by side look like one shelf.
const ROWS: [string, string, string, string, string][] = [
  ['#f3e7cf', '#d9482b', '#1f2a44', '#1b1626', '#1f2a44'],
  ['#20223a', '#f2b33d', '#5a78c9', '#f6ecd8', '#1d1f35'],
  ['#f0d9b5', '#2f6f62', '#c9552f', '#1d1b22', '#214f46'],
  ['#2a1b2e', '#e7607a', '#f3c15f', '#f8ead8', '#271a2b'],
  ['#dfe6e0', '#315a9c', '#e2a13b', '#171a2a', '#223f6c'],
  ['#f4c84a', '#2b2a35', '#d9482b', '#1d1822', '#2b2a35'],
  ['#143a3d', '#f0a24b', '#7fc4b0', '#f5ecd9', '#123336'],
  ['#e9d5dc', '#8a2f55', '#2f3f7a', '#221827', '#5a2140'],
  ['#efe4d2', '#7a4aa0', '#e5953a', '#201829', '#46295f'],
  ['#3a2340', '#8fd0c4', '#ef7d52', '#f7ead6', '#341f3a'],
  ['#d8e3ef', '#d64f3a', '#27405f', '#171a26', '#233a57'],
  ['#1c2b23', '#e8d06a', '#d7693f', '#f4ecd6', '#1a2820'],
]

const PALETTES: Palette[] = ROWS.map(([ground, main, second, ink, stage]) => ({ ground, main, second, ink, stage }))

/** What a cover is drawn from. */
export interface CoverOf {
  title: string
  platform?: string | null
  genre?: string | null
  year?: number | null
}

/** The seed of a cover: title and platform, so that ports of one game differ a little. */
export const seedOf = (work: CoverOf) => hash(`${work.title}|${work.platform ?? ''}`)

export const paletteOf = (work: CoverOf): Palette => PALETTES[seedOf(work) % PALETTES.length]!

/** Mixes two #rrggbb colours, `share` of the first. */
export function mix(first: string, second: string, share: number): string {
  const channel = (at: number) => {
    const a = Number.parseInt(first.slice(at, at + 2), 16)
    const b = Number.parseInt(second.slice(at, at + 2), 16)
    return Math.round(a * share + b * (1 - share)).toString(16).padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}
