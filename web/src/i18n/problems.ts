/** Problems in words. Translated by type; one that is not known is told as the server told it. */
import type { TFunction } from 'i18next'
import { Problem } from '../api/client'

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
  return { title: body.title, detail: body.detail ?? '' }
}

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
  return Object.fromEntries((error.body.fields ?? []).map(({ field, message }) => [field, speak(`${at}.${field}`, { defaultValue: message })]))
}

const keyOf = (type: string) => type.replace(/^.*?\/problems\//, '').replace('/', '.')
