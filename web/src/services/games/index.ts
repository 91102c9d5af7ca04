/** Games: the catalogue, its search and the page of one game. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { workQuery } from '../../api/games'
import { queryClient } from '../../frame/query'
import { frameRoute, membersOnly, officeRoute } from '../../frame/roots'
import type { Service } from '../../frame/service'
import { readBrowse, readDoubts, readNew, readSearch } from './search'

export const games: Service = {
  name: 'games',
  places: [{ to: '/games', icon: 'games', name: 'nav.games', group: 'nav.play' }],
  commands: () => import('./commands'),
  proposals: [
    { order: 20, component: lazy(() => import('./strips/Shelves')) },
    { order: 50, component: lazy(() => import('./strips/Browse')) },
  ],
  asides: [{ order: 10, component: lazy(() => import('./strips/YearsAgo')) }],
  offices: [
    { to: '/admin/imports', name: 'imports.title', right: 'games.import', order: 30 },
    { to: '/admin/doubts', name: 'doubts.title', right: 'games.keep', order: 40 },
  ],
}

const inside = { getParentRoute: () => frameRoute }
const office = { getParentRoute: () => officeRoute }

export const gamesRoutes = [
  createRoute({ ...inside, path: '/games', validateSearch: readSearch, component: lazyRouteComponent(() => import('./pages/GamesPage')) }),
  createRoute({ ...inside, path: '/games/browse', component: lazyRouteComponent(() => import('./pages/BrowsePage')) }),
  createRoute({ ...inside, path: '/games/browse/$facet', validateSearch: readBrowse, component: lazyRouteComponent(() => import('./pages/FacetPage')) }),
  createRoute({ ...inside, path: '/games/new', validateSearch: readNew, beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/NewPage')) }),
  createRoute({
    ...inside,
    path: '/games/$id',
    // Starts the question with the code of the page, without making either wait for the other.
    loader: ({ params }) => void queryClient.prefetchQuery(workQuery(params.id)),
    component: lazyRouteComponent(() => import('./pages/GamePage')),
  }),
  createRoute({ ...inside, path: '/games/$id/edit', beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/EditPage')) }),
] as const

export const gamesOffice = [
  createRoute({ ...office, path: '/imports', component: lazyRouteComponent(() => import('./pages/ImportsPage')) }),
  createRoute({ ...office, path: '/doubts', validateSearch: readDoubts, component: lazyRouteComponent(() => import('./pages/DoubtsPage')) }),
] as const
