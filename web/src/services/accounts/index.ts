/** Accounts: the door, links from the mailbox, the first administrator, settings, people. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { lazy } from 'react'
import { meQuery } from '../../api/accounts'
import { userQuery } from '../../api/users'
import { queryClient } from '../../frame/query'
import { frameRoute, membersOnly, officeRoute, rootRoute } from '../../frame/roots'
import type { Service } from '../../frame/service'
import { readUsers } from './people/search'

export const accounts: Service = {
  name: 'accounts',
  offices: [{ to: '/admin/users', name: 'admin.users.title', right: 'accounts.administer', order: 10 }],
  commands: () => import('./commands'),
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
  createRoute({ getParentRoute: () => rootRoute, path: '/forgot', component: lazyRouteComponent(() => import('./pages/Forgot')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/reset', component: lazyRouteComponent(() => import('./pages/Reset')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/undo', component: lazyRouteComponent(() => import('./pages/Undo')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/confirm', component: lazyRouteComponent(() => import('./pages/Confirm')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/setup', component: lazyRouteComponent(() => import('./pages/Setup')) }),
] as const

/** Pages inside the frame. */
export const accountsInside = [
  createRoute({ getParentRoute: () => frameRoute, path: '/settings', beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/Settings')) }),
] as const

/** Pages of the administration. */
export const accountsOffice = [
  createRoute({ getParentRoute: () => officeRoute, path: '/users', validateSearch: readUsers, component: lazyRouteComponent(() => import('./pages/Users')) }),
  createRoute({
    getParentRoute: () => officeRoute,
    path: '/users/$id',
    loader: ({ params }) => void queryClient.prefetchQuery(userQuery(params.id)),
    component: lazyRouteComponent(() => import('./pages/UserPage')),
  }),
] as const
