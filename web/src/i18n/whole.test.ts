/** German stands beside English, every string: keys, plurals, placeholders, the server's sentences, and no string in a component. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from './index'
import said from './de.said.json'

const HERE = import.meta.dirname
const HOUSE = resolve(HERE, '../../..')
const OTHERS = LANGUAGES.filter((language) => language !== 'en')

type Words = { [key: string]: string | Words }

function flat(words: Words, under = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[under + key, value]] : flat(value, `${under}${key}.`)))
}

const wordsOf = (file: string) => new Map(flat(JSON.parse(readFileSync(join(HERE, `${file}.json`), 'utf8')) as Words))

const PLURAL = /_(zero|one|two|few|many|other)$/
const marksIn = (text: string) => [...text.matchAll(/\{\{\w+\}\}|<\/?\w+>/g)].map(([mark]) => mark).sort()

/** Everything that another language lacks of English, has too much, or says with other placeholders. */
function lacks(english: Map<string, string>, other: Map<string, string>, language: string): string[] {
  const forms = new Set([...new Intl.PluralRules(language).resolvedOptions().pluralCategories, 'zero'])
  const stems = (words: Map<string, string>) => new Set([...words.keys()].map((key) => key.replace(PLURAL, '')))
  const missing = [...stems(english)].filter((stem) => !stems(other).has(stem)).map((stem) => `missing: ${stem}`)
  const extra = [...other.keys()].filter((key) => !stems(english).has(key.replace(PLURAL, ''))).map((key) => `no such key in English: ${key}`)
  const plurals = [...english.keys()].filter((key) => key.endsWith('_other')).flatMap((key) => {
    const stem = key.replace(PLURAL, '')
    const needed = [...forms].filter((form) => form !== 'zero' || english.has(`${stem}_zero`))
    return needed.filter((form) => !other.has(`${stem}_${form}`)).map((form) => `missing plural: ${stem}_${form}`)
  })
  const marks = [...other].flatMap(([key, text]) => {
    const model = english.get(key) ?? english.get(key.replace(PLURAL, '_other'))
    return model === undefined || mayLeaveOut(key, marksIn(model), marksIn(text)) ? [] : [`other placeholders: ${key}`]
  })
  const empty = [...other].filter(([key, text]) => text === '' && english.get(key) !== '').map(([key]) => `empty: ${key}`)
  return [...missing, ...extra, ...plurals, ...marks, ...empty]
}

/** "One" and "zero" may be told without their figure; nothing else leaves a placeholder out. */
function mayLeaveOut(key: string, model: string[], marks: string[]): boolean {
  const figure = /^\{\{(count|n)\}\}$/
  const needed = (all: string[]) => (/_(one|zero)$/.test(key) ? all.filter((mark) => !figure.test(mark)) : all).join(' ')
  return needed(model) === needed(marks)
}

describe.each(OTHERS)('%s', (language) => {
  it.each(['door', ''])('has every key, plural and placeholder of English (%s)', (part) => {
    const file = (of: string) => [of, part].filter(Boolean).join('.')
    expect(lacks(wordsOf(file('en')), wordsOf(file(language)), language)).toEqual([])
  })
  it('asks in the plural form that its language has, wherever the page counts', () => {
    const lonely = [...wordsOf(`${language}.door`), ...wordsOf(language)].filter(([key]) => /_(zero|one)$/.test(key)).map(([key]) => key.replace(PLURAL, ''))
    const all = new Set([...wordsOf(`${language}.door`).keys(), ...wordsOf(language).keys()])
    expect(lonely.filter((stem) => !all.has(`${stem}_other`))).toEqual([])
  })
})

describe('the comparison', () => {
  const of = (words: Words) => new Map(flat(words))
  it('sees what is missing, too much or said with other placeholders', () => {
    const english = of({ a: 'A {{x}}', n_one: 'one', n_other: '{{count}}', gone: 'x' })
    expect(lacks(english, of({ a: 'Ä', n_other: '{{count}}', more: 'x' }), 'de')).toEqual(['missing: gone', 'no such key in English: more', 'missing plural: n_one', 'other placeholders: a'])
    expect(lacks(english, of({ a: 'Ä {{x}}', n_one: 'eins', n_other: '{{count}}', gone: '' }), 'de')).toEqual(['empty: gone'])
    expect(lacks(english, english, 'de')).toEqual([])
  })
})

describe('German', () => {
  const all = [...wordsOf('de.door'), ...wordsOf('de'), ...Object.entries(said)]
  it('uses its own quotation marks and shouts at nobody', () => {
    expect(all.filter(([, text]) => /"|!(?!\d)/.test(text))).toEqual([])
  })
})

/** Every file below a folder with such an ending. */
function files(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending)).map((name) => join(folder, name))
}

describe("the server's sentences", () => {
  // Paths of older clients speak English for ever (decision D34); so does whoever runs the machine.
  const quiet = /[\\/](classic|operator|faults)/
  const sources = [...['accounts', 'games', 'notify', 'search', 'todos'].map((name) => join(HOUSE, 'services', name, 'src')), join(HOUSE, 'crates/kit/src'), join(HOUSE, 'crates/chassis/src')]
    .flatMap((folder) => files(folder, '.rs'))
    .filter((path) => !quiet.test(path))
    .map((path) => readFileSync(path, 'utf8').split('#[cfg(test)]')[0]!)
  const masked = (text: string) => text.replace(/\{[^}]*\}|\d[\d,.]*(?<=\d)/g, '#')
  const german = new Set(Object.keys(said))

  /** The last literal of each call: the sentence, if it is one. */
  const sentences = (calls: RegExp) =>
    sources.flatMap((source) => [...source.matchAll(calls)].map(({ index }) => argumentsAt(source, source.indexOf('(', index)))).flatMap((text) => [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].at(-1)?.[1] ?? [])

  /** Told to programs only: the page never sends what they refuse. */
  const machines = /^(This is not a cursor|The query|The body|The languages|The zones)| at line/
  it('about fields are known in German', () => {
    const told = [...new Set(sentences(/\.(need|field)\(/g))].filter((text) => /^[A-Z].* .*\.$/.test(text) && !machines.test(text))
    expect(told.length).toBeGreaterThan(35)
    const known = wordsOf('de.door')
    const byType = /^(This address has an account|Somebody has this user name)\.$/
    expect(told.filter((text) => !german.has(masked(text)) && !byType.test(text))).toEqual([])
    expect([...known.keys()].filter((key) => /accounts\.(email|username)-taken\.fields\./.test(key))).toHaveLength(2)
  })
  it('that are translated are still said', () => {
    const spoken = new Set(sources.flatMap((source) => [...source.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, text]) => masked(text!))))
    expect([...german].filter((sentence) => !spoken.has(sentence))).toEqual([])
  })
  it('that are titles of problems are worded by the page or known in German', () => {
    const keys = new Set([...wordsOf('en.door').keys(), ...wordsOf('en').keys()])
    const kinds = sources.flatMap((source) => [...source.matchAll(/Kind::new\(\s*\d+,\s*"([^"]+)",\s*"([^"]+)"/g)].map(([, slug, title]) => ({ slug: slug!, title: title! })))
    expect(kinds.length).toBeGreaterThan(40)
    const unknown = kinds.filter(({ slug, title }) => !keys.has(`problems.${slug.replace('/', '.')}.title`) && !german.has(title))
    expect(unknown.map(({ slug }) => slug).sort()).toEqual(FOR_PROGRAMS)
  })
})

/** Problems that no page of ours can meet: of tokens, of classic paths, of malformed requests. */
const FOR_PROGRAMS = [
  'accounts/already-registered', 'accounts/bad-refresh-token', 'accounts/classic-off', 'accounts/fresh-token-needed', 'accounts/no-token',
  'chassis/figures-hidden', 'chassis/key-in-use', 'chassis/no-such-key',
  'games/not-a-file', 'request/key-reused', 'request/method', 'request/no-pass', 'request/not-json',
]

/** What stands between the bracket at `open` and the one that closes it. */
function argumentsAt(source: string, open: number): string {
  let depth = 0
  let quoted = false
  for (let at = open; at < source.length; at++) {
    const sign = source[at]!
    if (quoted) {
      if (sign === '\\') at += 1
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if ('([{'.includes(sign)) depth += 1
    else if (')]}'.includes(sign) && --depth === 0) return source.slice(open + 1, at)
  }
  return ''
}

/** Attributes that a person reads or hears. */
const HEARD = new Set(['alt', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'label', 'placeholder', 'title', 'hint', 'lead', 'text', 'name', 'act', 'doing', 'empty'])
/** Names of things are no words: those of icons, of fields in forms, of radio groups. */
const NAMES_THINGS: Record<string, RegExp> = { name: /^[a-z_-]+$/ }
const NO_THING = /^$/

type Node = { type: string; [key: string]: unknown }

/** Every literal that a component shows or reads out. */
function literals(source: string): string[] {
  const found: string[] = []
  const tell = (text: string) => /\p{L}{2}/u.test(text) && found.push(text.trim())
  const texts = (node: Node | null, thing = NO_THING): void => {
    if (!node) return
    if (node.type === 'Literal' && typeof node.value === 'string' && !thing.test(node.value)) tell(node.value)
    else if (node.type === 'TemplateLiteral') for (const { value } of node.quasis as { value: { cooked: string } }[]) tell(value.cooked)
    else if (node.type === 'JSXExpressionContainer') texts(node.expression as Node, thing)
    else if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach((part) => texts(part as Node, thing))
    else if (node.type === 'LogicalExpression') [node.left, node.right].forEach((part) => texts(part as Node, thing))
  }
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk)
    if (typeof node !== 'object' || node === null) return
    const { type, ...parts } = node as Node
    if (type === 'JSXText') tell(String(parts.value))
    if (type === 'JSXElement' || type === 'JSXFragment') (parts.children as Node[]).filter((child) => child.type === 'JSXExpressionContainer').forEach((child) => texts(child))
    if (type === 'JSXAttribute') {
      const name = String((parts.name as Node).name)
      if (HEARD.has(name)) texts(parts.value as Node | null, NAMES_THINGS[name])
    }
    Object.values(parts).forEach(walk)
  }
  walk(parseSync('component.tsx', source).program)
  return found
}

describe('a component', () => {
  /** The name of the house on its own sign, names of keys on a keyboard, and addresses. */
  const NO_WORDS = /^(MARQUEE|Marquee|Ctrl|Enter|Esc|K)$/
  it('carries no string of its own', () => {
    const told = files(resolve(HERE, '..'), '.tsx').flatMap((path) => literals(readFileSync(path, 'utf8')).filter((text) => !NO_WORDS.test(text)).map((text) => `${path.slice(HOUSE.length + 1)}: ${text}`))
    expect(told).toEqual([])
  })
  it('would be found out', () => {
    const wrong = 'export const A = ({ ok }: { ok: boolean }) => <p aria-label="Seat map" title={`Row ${1} of many`}>Hello {ok ? "there" : t("a.b")} <Icon name="back" /> {t("a")}</p>'
    expect(literals(wrong).sort()).toEqual(['Hello', 'Row', 'Seat map', 'of many', 'there'])
  })
})
