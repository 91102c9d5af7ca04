/** Accounts: the door, links from the mailbox, the first administrator, settings, people. */
import { createRoute, redirect } from '@tanstack/react-router'
import { meQuery } from '../../api/accounts'
import { userQuery } from '../../api/users'
import { lazyPage, lazyPart } from '../../frame/chunk'
import { queryClient } from '../../frame/query'
import { frameRoute, membersOnly, officeRoute, rootRoute } from '../../frame/roots'
import type { Service } from '../../frame/service'
import { readUsers } from './people/search'

export const accounts: Service = {
  name: 'accounts',
  offices: [{ to: '/admin/users', name: 'admin.users.title', right: 'accounts.administer', order: 10 }],
  commands: () => import('./commands'),
  proposals: [
    { order: 10, component: lazyPart(() => import('./strips/Begin')) },
    { order: 15, component: lazyPart(() => import('./strips/Demo')) },
  ],
}

/** Where to go on to afterwards; judged by `safeNext` before it is followed. */
const withNext = (search: Record<string, unknown>): { next?: string } => (typeof search.next === 'string' ? { next: search.next } : {})

/** Who is signed in already has no use for the door. */
async function guestsOnly() {
  if (await queryClient.ensureQueryData(meQuery)) throw redirect({ to: '/' })
}

const door = { getParentRoute: () => rootRoute, validateSearch: withNext, beforeLoad: guestsOnly }

export const Welcome = lazyPage(() => import('./pages/Welcome'))

export const accountsRoutes = [
  createRoute({ ...door, path: '/sign-in', component: lazyPage(() => import('./pages/SignIn')) }),
  createRoute({ ...door, path: '/sign-up', component: lazyPage(() => import('./pages/SignUp')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/forgot', component: lazyPage(() => import('./pages/Forgot')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/reset', component: lazyPage(() => import('./pages/Reset')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/undo', component: lazyPage(() => import('./pages/Undo')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/confirm', component: lazyPage(() => import('./pages/Confirm')) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/setup', component: lazyPage(() => import('./pages/Setup')) }),
] as const

/** Pages inside the frame. */
export const accountsInside = [
  createRoute({ getParentRoute: () => frameRoute, path: '/settings', beforeLoad: membersOnly, component: lazyPage(() => import('./pages/Settings')) }),
] as const

/** Pages of the administration. */
export const accountsOffice = [
  createRoute({ getParentRoute: () => officeRoute, path: '/users', validateSearch: readUsers, component: lazyPage(() => import('./pages/Users')) }),
  createRoute({
    getParentRoute: () => officeRoute,
    path: '/users/$id',
    loader: ({ params }) => void queryClient.prefetchQuery(userQuery(params.id)),
    component: lazyPage(() => import('./pages/UserPage')),
  }),
] as const
