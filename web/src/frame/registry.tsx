import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { installationQuery } from '../api/accounts'
import type { Service } from './service'

const Services = createContext<readonly Service[]>([])

export function ServicesProvider({ list, children }: { list: readonly Service[]; children: ReactNode }) {
  return <Services value={list}>{children}</Services>
}

/** The services that this page knows and that the server says are on. */
export function useServices(): readonly Service[] {
  const known = useContext(Services)
  const on = useQuery(installationQuery).data?.services
  // The same list as long as nothing changes: effects hang on it.
  return useMemo(() => (on ? known.filter((service) => on.includes(service.name)) : known), [known, on])
}
