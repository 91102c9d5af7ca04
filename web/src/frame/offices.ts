/** The pages of the administration that who is signed in may see. */
import { useMe } from '../api/accounts'
import { useServices } from './registry'
import type { Office } from './service'

/** The doors that every service of the house has are pages of the frame itself. */
const OWN: Office[] = [
  { to: '/admin/audit', name: 'admin.audit.title', right: 'house.audit', order: 20 },
  { to: '/admin/dead-letters', name: 'admin.dead.title', right: 'house.operate', order: 80 },
  { to: '/admin/jobs', name: 'admin.jobs.title', right: 'house.operate', order: 90 },
]

export function useOffices(): Office[] {
  const services = useServices()
  const rights = useMe()?.rights ?? []
  return [...OWN, ...services.flatMap((service) => service.offices ?? [])].filter(({ right }) => rights.includes(right)).toSorted((a, b) => a.order - b.order)
}
