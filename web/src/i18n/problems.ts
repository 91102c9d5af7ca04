/** Problems in words. Translated by type; one that is not known is told as the server told it, sentence by sentence. */
import type { TFunction } from 'i18next'
import { Problem } from '../api/client'
import { i18n } from './index'

export interface Words {
  title: string
  detail: string
}

/** What happened and what to do, for any error that a page can meet. */
export function inWords(error: unknown, t: TFunction): Words {
  if (!(error instanceof Problem)) return known('page.broken', {}, t)!
  const { body, retryAfter } = error
  const words = known(keyOf(body.type), { ...body, seconds: retryAfter ?? 30 }, t)
  if (words) return words
  return { title: said(body.title, t), detail: said(body.detail ?? '', t) }
}

/**
 * A sentence of the server in the language of the page; as it is where that language has none for it. Its figures
 * stand as `#` in `de.said.json`, and go into the other sentence in the same order.
 */
export function said(sentence: string, t: TFunction): string {
  const speak = t as (key: string, options: object) => string
  const figures = sentence.match(FIGURES) ?? []
  const other = speak(sentence.replace(FIGURES, '#'), { ns: 'said', keySeparator: false, nsSeparator: false, defaultValue: '' })
  return other.replace(/#/g, () => grouped(figures.shift() ?? '')) || sentence
}

/** "10,000" as the language of the page writes it; years and other figures without a comma stay. */
const grouped = (figure: string) => (figure.includes(',') ? new Intl.NumberFormat(i18n.language).format(Number(figure.replaceAll(',', ''))) : figure)

const FIGURES = /\d[\d,.]*(?<=\d)/g

function known(key: string, values: object, t: TFunction): Words | null {
  const at = `problems.${key}`
  const speak = t as (key: string, values?: object) => string
  const title = speak(`${at}.title`, { ...values, defaultValue: '' })
  if (!title) return null
  return { title, detail: speak(`${at}.detail`, { ...values, defaultValue: '' }) }
}

/**
 * What is wrong with which field; empty when the problem is not about fields. A problem whose type says all is
 * translated (`fields` beside its title), else the words of the server stand.
 */
export function atFields(error: unknown, t: TFunction): Record<string, string> {
  if (!(error instanceof Problem)) return {}
  const at = `problems.${keyOf(error.body.type)}.fields`
  const speak = t as (key: string, values?: object) => string
  return Object.fromEntries((error.body.fields ?? []).map(({ field, message }) => [field, speak(`${at}.${field}`, { defaultValue: said(message, t) })]))
}

const keyOf = (type: string) => type.replace(/^.*?\/problems\//, '').replace('/', '.')
