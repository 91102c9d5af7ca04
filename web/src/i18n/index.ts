/**
 * Languages. English is in the entry; another language is only another file in this folder (`de.json`), fetched
 * when the account or the browser asks for it.
 */
import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './en.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'page'
    resources: { page: typeof en }
    returnNull: false
  }
}

const others = import.meta.glob<{ default: object }>(['./*.json', '!./en.json'])
/** The languages that there is a file for. */
export const LANGUAGES = ['en', ...Object.keys(others).map((path) => path.slice(2, -5))]

export const i18n = createInstance()

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'page',
  resources: { en: { page: en } },
  initAsync: false,
  interpolation: { escapeValue: false },
})

/** Speaks the first of these languages that there is a file for. */
export async function speak(wishes: readonly string[]) {
  const language = wishes.map((wish) => wish.split('-')[0]!.toLowerCase()).find((wish) => LANGUAGES.includes(wish)) ?? 'en'
  if (language === i18n.language) return
  const load = others[`./${language}.json`]
  if (load) i18n.addResourceBundle(language, 'page', (await load()).default)
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
}
