/** Problems in words. Translated by type; one that is not known is told as the server told it. */
import type { TFunction } from 'i18next'
import { Problem } from '../api/client'

export interface Words {
  title: string
  detail: string
}

/** What happened and what to do, for any error that a page can meet. */
export function inWords(error: unknown, t: TFunction): Words {
  if (!(error instanceof Problem)) return known('page/broken', {}, t)!
  const { body, retryAfter } = error
  const key = body.type.replace(/^.*?\/problems\//, '')
  const words = known(key, { ...body, seconds: retryAfter ?? 30 }, t)
  if (words) return words
  return { title: body.title, detail: body.detail ?? '' }
}

function known(key: string, values: object, t: TFunction): Words | null {
  const at = `problems.${key.replace('/', '.')}`
  const speak = t as (key: string, values?: object) => string
  const title = speak(`${at}.title`, { ...values, defaultValue: '' })
  if (!title) return null
  return { title, detail: speak(`${at}.detail`, { ...values, defaultValue: '' }) }
}

/** What is wrong with which field; empty when the problem is not about fields. */
export function atFields(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {}
  return Object.fromEntries((error.body.fields ?? []).map(({ field, message }) => [field, message]))
}
