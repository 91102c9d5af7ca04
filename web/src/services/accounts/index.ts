/** Accounts: the door, confirming an address, the first administrator. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { lazy } from 'react'
import { meQuery } from '../../api/accounts'
import { queryClient } from '../../frame/query'
import { rootRoute } from '../../frame/roots'
import type { Service } from '../../frame/service'

export const accounts: Service = {
  name: 'accounts',
  proposals: [{ order: 10, component: lazy(() => import('./strips/Begin')) }],
}

/** Where to go on to afterwards; judged by `safeNext` before it is followed. */
const withNext = (search: Record<string, unknown>): { next?: string } => (typeof search.next === 'string' ? { next: search.next } : {})

/** Who is signed in already has no use for the door. */
async function guestsOnly() {
  if (await queryClient.ensureQueryData(meQuery)) throw redirect({ to: '/' })
}

const door = { getParentRoute: () => rootRoute, validateSearch: withNext, beforeLoad: guestsOnly }

export const Welcome = lazyRouteComponent(() => import('./pages/Welcome'))

export const accountsRoutes = [
  createRoute({ ...door, path: '/sign-in', component: lazyRouteComponent(() => import('./pages/SignIn')) }),
  createRoute({ ...door, path: '/sign-up', component: lazyRouteComponent(() => import('./pages/SignUp')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/confirm', component: lazyRouteComponent(() => import('./pages/Confirm')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/setup', component: lazyRouteComponent(() => import('./pages/Setup')) }),
] as const
