/**
 * Languages. A language is two files in this folder: `en.door.json` holds the words of the pages outside and of what
 * every page may meet, and is in the entry; `en.json` those of the pages inside, fetched with the first of them.
 * Another language is another such pair (`de.door.json`, `de.json`), fetched when the account or the browser asks,
 * and `de.said.json`: sentences of the server, which speaks English (decision D34). whole.test.ts keeps them whole.
 */
import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type inside from './en.json'
import door from './en.door.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'page'
    resources: { page: typeof door & typeof inside }
    returnNull: false
  }
}

const files = import.meta.glob<{ default: object }>(['./*.json', '!./en.door.json'])

/** The languages that there are files for. */
export const LANGUAGES = ['en', ...Object.keys(files).flatMap((path) => /^\.\/(\w+)\.door\.json$/.exec(path)?.slice(1) ?? [])]

export const i18n = createInstance()

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'page',
  resources: { en: { page: door } },
  initAsync: false,
  interpolation: { escapeValue: false },
})

const learnt = new Set(['en.door'])
let goneIn = false

async function learn(file: string) {
  const load = files[`./${file}.json`]
  if (learnt.has(file) || !load) return
  const [language, part] = file.split('.')
  i18n.addResourceBundle(language!, part === 'said' ? 'said' : 'page', (await load()).default, true)
  learnt.add(file)
}

/** What the account or the browser asks for, best first, as a language that there are files for. */
export function understood(wishes: readonly string[]): string {
  return wishes.map((wish) => wish.split('-')[0]!.toLowerCase()).find((wish) => LANGUAGES.includes(wish)) ?? 'en'
}

/** Speaks the first of these languages that there are files for. */
export async function speak(wishes: readonly string[]) {
  const language = understood(wishes)
  if (language === i18n.language) return
  await Promise.all([`${language}.door`, `${language}.said`, ...(goneIn ? [language] : [])].map(learn))
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
}

/** Fetches the words of the pages inside. */
export async function learnInside() {
  goneIn = true
  await learn(i18n.language)
}

/** A language as it calls itself: "English", "Deutsch". */
export function calledLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
