/** The tree of all pages: the one place where services and frame meet. */
import { createRouter } from '@tanstack/react-router'
import { Broken } from './frame/Broken'
import { Lost } from './frame/Lost'
import { officeRoutes } from './frame/office/routes'
import { frameRoute, homeRoute, officeRoute, rootRoute } from './frame/roots'
import { accounts, accountsInside, accountsOffice, accountsRoutes, Welcome } from './services/accounts'
import { games, gamesOffice, gamesRoutes } from './services/games'
import { notify, notifyRoutes } from './services/notify'
import { todos, todosRoutes } from './services/todos'
import { PageLoading } from './ui/Skeleton'

export const services = [accounts, games, notify, todos]

const office = officeRoute.addChildren([...officeRoutes, ...accountsOffice, ...gamesOffice])
const inside = frameRoute.addChildren([homeRoute(Welcome), ...gamesRoutes, ...notifyRoutes, ...todosRoutes, ...accountsInside, office])
const tree = rootRoute.addChildren([inside, ...accountsRoutes])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: Lost,
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 300,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
