// The catalogue of the mock: reads the same files as `marquee import games` and searches them plainly.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { problem } from './problems.mjs'

/**
 * @typedef {import('../../src/api/types').Work} Work
 * @typedef {import('../../src/api/types').Release} Release
 */

/** @param {string} text */
const fold = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
/** @param {string} text */
const uuid = (text) => createHash('sha256').update(text).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5')

/** Names as the games service shows them. @type {Record<string, string>} */
const NAMES = {
  'Nintendo - Super Nintendo Entertainment System': 'Super Nintendo', 'Sega - Mega Drive - Genesis': 'Mega Drive', 'NEC - PC Engine CD - TurboGrafx-CD': 'PC Engine CD',
  'Sega - Master System - Mark III': 'Master System', 'Microsoft - MSX2': 'MSX2', console_nintendo_famicom_nes: 'NES', console_nintendo_superfamicom_snes: 'Super Nintendo',
  console_nintendo_famicomdisksystem: 'Famicom Disk System', console_nintendo_gameboy: 'Game Boy', console_sega_megadrive_genesis: 'Mega Drive', console_sega_saturn: 'Saturn',
  console_nec_pcengine_turbografx_supergrafx: 'PC Engine', arcade_capcom: 'Arcade', arcade_taito: 'Arcade', arcade_konami: 'Arcade',
}
/** @param {string} raw */
const nameOf = (raw) => NAMES[raw] ?? raw.replace(/^[^-]+ - /, '')
/** @type {Record<string, string>} */
const GENRES = { platformer: 'Platform', rpg: 'Role-playing', 'Role-playing (RPG)': 'Role-playing', 'Racing / Driving': 'Racing', shmup: 'Shooter', v: 'Shooter', h: 'Shooter', sports: 'Sports', adventure: 'Adventure', action: 'Action' }

const CREDITS = {
  console: { name: 'libretro-database', licence: 'CC BY-SA 4.0', credit: 'Game data: libretro-database (CC BY-SA 4.0)' },
  releases: { name: 'GameDataBase', licence: 'CC BY 4.0', credit: 'GameDataBase by PigSaint (CC BY 4.0)' },
  pc: { name: 'TidyTuesday', licence: 'MIT', credit: 'TidyTuesday / Steam Spy (MIT)' },
}

export class Catalogue {
  /** @param {string} shelf */
  constructor(shelf) {
    this.shelf = shelf
    this.seen = ''
    /** @type {Work[]} */
    this.list = []
    /** Games that were made by hand. @type {Work[]} */
    this.kept = []
    /** What staff says of a game, over what the lists say. @type {Map<string, Partial<Work>>} */
    this.said = new Map()
  }

  facts() {
    this.look()
    const releases = this.list.flatMap((work) => work.releases)
    return { works: this.list.length, releases: releases.length, platforms: new Set(releases.map((one) => one.platform)).size }
  }

  /** @param {string} id */
  work(id) {
    this.look()
    const work = this.list.find((one) => one.id === id)
    if (!work) throw problem(404, 'games/no-such-game', 'This game is not in the house')
    return work
  }

  /** @param {URLSearchParams} asked */
  works(asked) {
    this.look()
    const began = performance.now()
    const q = asked.get('q') ?? ''
    let found = this.find(q)
    let corrected = null
    if (found.length === 0 && q) {
      corrected = this.nearest(q)
      if (corrected) found = this.find(corrected)
    }
    found = found.filter((work) => fits(work, asked))
    const sort = asked.get('sort')
    if (sort === 'year' || sort === '-year') found = found.toSorted((a, b) => ((a.year ?? 3000) - (b.year ?? 3000)) * (sort === 'year' ? 1 : -1))
    if (sort === '-metacritic') found = found.toSorted((a, b) => (b.metascore ?? 0) - (a.metascore ?? 0))
    const from = Number(asked.get('cursor') ?? 0)
    const limit = Number(asked.get('limit') ?? 30)
    return {
      items: found.slice(from, from + limit),
      next: from + limit < found.length ? String(from + limit) : null,
      total: found.length,
      took_ms: Math.max(1, Math.round(performance.now() - began)),
      corrected,
      fallback: false,
      facets: facetsOf(found),
    }
  }

  /** @param {string} name @param {URLSearchParams} asked */
  facet(name, asked) {
    this.look()
    const all = counted(this.list.flatMap((work) => valuesOf(work, name)))
    const q = fold(asked.get('q') ?? '')
    const found = all.filter((each) => fold(each.name).includes(q))
    if (asked.get('sort') === 'name') found.sort((a, b) => a.name.localeCompare(b.name))
    const from = Number(asked.get('cursor') ?? 0)
    const limit = Number(asked.get('limit') ?? 30)
    return { items: found.slice(from, from + limit), next: from + limit < found.length ? String(from + limit) : null, total: found.length }
  }

  /** @param {string} q */
  find(q) {
    const words = fold(q).split(/[^\p{L}\p{N}\u3099]+/u).filter(Boolean)
    return this.list.filter((work) => {
      const text = ` ${fold(`${work.title} ${work.alt_title ?? ''} ${work.releases.map((one) => one.title).join(' ')}`)}`
      return words.every((word) => (/[\u3040-\u9fff]/.test(word) ? text.includes(word) : text.search(new RegExp(`[^\\p{L}\\p{N}]${word}`, 'u')) >= 0))
    })
  }

  /** The word of the catalogue that is nearest to what was typed. @param {string} q */
  nearest(q) {
    const words = new Set(this.list.flatMap((work) => fold(work.title).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 3))
    const [best] = [...words].map((word) => ({ word, away: distance(fold(q), word) })).sort((a, b) => a.away - b.away)
    return best && best.away <= 2 ? best.word : null
  }

  /** Reads the files again when they changed. */
  look() {
    const files = readdirSync(this.shelf).map((name) => join(this.shelf, name))
    const seen = files.map((file) => `${file}${statSync(file).mtimeMs}`).join()
    if (seen === this.seen) return
    this.seen = seen
    /** @type {Map<string, Work>} */
    const works = new Map()
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
      if (file.endsWith('.jsonl')) for (const line of text.split('\n').filter(Boolean)) consoleRow(works, JSON.parse(line))
      else for (const row of csv(text)) (row.game_id ? releaseRow : pcRow)(works, row)
    }
    for (const work of this.kept) if (!works.has(work.id)) works.set(work.id, work)
    this.list = [...works.values()].sort((a, b) => a.title.localeCompare(b.title))
    this.list.forEach((work, i) => {
      work.number = i + 1
      if (this.kept.includes(work)) return
      work.platforms = [...new Set(work.releases.map((release) => release.platform))]
      work.year = Math.min(...work.releases.map((release) => Number(release.date?.slice(0, 4) ?? 9999)))
      if (work.year === 9999) work.year = null
      work.alt_title = work.releases.find((release) => release.title_exact)?.title_exact ?? null
      Object.assign(work, this.said.get(work.id))
    })
  }
}

/** @param {Map<string, Work>} works @param {string} title @param {typeof CREDITS.pc} source @param {string} [number] @returns {Work} */
function workOf(works, title, source, number) {
  const key = number ?? fold(title)
  /** @type {Work} */
  const work = works.get(key) ?? {
    id: uuid(key), number: 0, title, alt_title: null, year: null, platforms: [], genres: [], developer: null, publisher: null,
    franchise: null, players: null, esrb: null, releases: [], sources: [], metascore: null, price_reference: null,
    kind: 'game', parent: null, edition_of: null, edition_title: null, editions: [], additions: [], external_ids: [], locked: [], version: 1,
  }
  if (!work.sources.includes(source)) work.sources.push(source)
  works.set(key, work)
  return work
}

/** @param {Work} work @param {Partial<Release> & { platform: string }} part */
function addRelease(work, part) {
  work.releases.push({ id: uuid(`${work.id}${work.releases.length}`), region: null, date: null, title: work.title, title_exact: null, developer: null, publisher: null, serial: null, ...part })
  work.developer ??= part.developer ?? null
  work.publisher ??= part.publisher ?? null
}

/** @param {Map<string, Work>} works @param {Record<string, any>} row */
function consoleRow(works, row) {
  const work = workOf(works, row.title, CREDITS.console)
  const date = row.year ? `${row.year}${row.month ? `-${String(row.month).padStart(2, '0')}` : ''}` : null
  for (const region of row.regions?.length ? row.regions : [null]) {
    addRelease(work, { platform: nameOf(row.platform), region, date, developer: row.developer ?? null, publisher: row.publisher ?? null, serial: row.serial ?? null })
  }
  addGenre(work, row.genre ?? '')
  work.franchise ??= row.franchise ?? null
  work.players ??= row.players ?? null
}

/** @param {Map<string, Work>} works @param {Record<string, string>} row */
function releaseRow(works, row) {
  // One game has many titles: all rows of one number belong to the first of them.
  const work = workOf(works, row.title ?? '', CREDITS.releases, row.game_id)
  addGenre(work, row.genres?.split(/[>|]/).at(-1) ?? '')
  const { platform = '', region, release_date, title_exact, developer, publisher } = row
  addRelease(work, { platform: nameOf(platform), region: region || null, date: release_date || null, title: row.title ?? '', title_exact: title_exact || null, developer: developer || null, publisher: publisher || null })
}

/** @param {Work} work @param {string} raw */
function addGenre(work, raw) {
  const name = GENRES[raw] ?? raw
  if (name && !work.genres.includes(name)) work.genres.push(name)
}

/** @param {Map<string, Work>} works @param {Record<string, string>} row */
function pcRow(works, row) {
  const work = workOf(works, row.title ?? '', CREDITS.pc)
  addRelease(work, { platform: 'PC', date: row.release_date || null, developer: row.developer || null, publisher: row.publisher || null })
  work.metascore = row.metascore ? Number(row.metascore) : null
  work.price_reference = row.price_cents_usd ? { amount_minor: Number(row.price_cents_usd), currency: 'USD' } : null
}

/** @param {string} text @returns {Record<string, string>[]} */
function csv(text) {
  const rows = text.split('\n').filter(Boolean).map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((cell) => (cell[1] ?? '').replace(/^"|"$/g, '').replaceAll('""', '"')))
  const [head = [], ...body] = rows
  return body.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])))
}

/** @param {string} a @param {string} b */
function distance(a, b) {
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min((last[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    last = next
  }
  return last[b.length] ?? 99
}

/** @param {Work} work @param {string} facet @returns {string[]} */
function valuesOf(work, facet) {
  if (facet === 'platforms') return work.platforms
  if (facet === 'genres') return work.genres
  if (facet === 'years') return work.year ? [String(work.year)] : []
  if (facet === 'companies') return [...new Set([work.developer, work.publisher])].filter((name) => name !== null)
  return work.franchise ? [work.franchise] : []
}

/** @param {string[]} names */
function counted(names) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
}

/** @param {Work[]} works */
function facetsOf(works) {
  /** @param {string} name */
  const of = (name) => counted(works.flatMap((work) => valuesOf(work, name)))
  const decades = counted(works.flatMap((work) => (work.year ? [String(Math.floor(work.year / 10) * 10)] : []))).sort((a, b) => a.name.localeCompare(b.name))
  return { platforms: of('platforms'), genres: of('genres').slice(0, 20), years: of('years').slice(0, 20), decades, companies: of('companies').slice(0, 20), franchises: of('franchises').slice(0, 20) }
}

/** @param {Work} work @param {URLSearchParams} asked */
function fits(work, asked) {
  const any = ['platforms', 'genres', 'companies', 'franchises'].every((name) => {
    const wanted = asked.get(name)
    // A comma may part two names or belong to one.
    return !wanted || valuesOf(work, name).some((value) => value === wanted || `,${wanted},`.includes(`,${value},`))
  })
  const year = work.year ?? 0
  const years = asked.get('years')?.split(',').map(Number)
  return (
    any && (!years || years.includes(year)) && year >= Number(asked.get('year_from') ?? 0) && year <= Number(asked.get('year_to') ?? 3000) && (!asked.get('kinds') || asked.get('kinds')?.split(',').includes(work.kind) === true) &&
    (work.players ?? 0) >= Number(asked.get('players_min') ?? 0) && (work.metascore ?? 0) >= Number(asked.get('metacritic_min') ?? 0)
  )
}
