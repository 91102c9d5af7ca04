/** What the pages about all services share. */
import type { TFunction } from 'i18next'
import { useQuery } from '@tanstack/react-query'
import { installationQuery } from '../../api/accounts'

const NONE: string[] = []

/** The services that are on. */
export function useHouse(): string[] {
  return useQuery(installationQuery).data?.services ?? NONE
}

/** A word for something that the server calls by a short name: its own wording, else the name made readable. */
export function called(kind: 'services' | 'audit.actions' | 'jobs.kinds' | 'audit.keys', name: string, t: TFunction): string {
  const speak = t as (key: string, values: object) => string
  return speak(`admin.${kind}.${name.replaceAll('.', '_')}`, { defaultValue: readable(name) })
}

/** "send_mails" as "Send mails". */
export function readable(name: string): string {
  const spaced = name.replace(/[._]+/g, ' ').trim()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
