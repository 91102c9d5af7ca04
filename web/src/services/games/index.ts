/** Games: the catalogue, its search and the page of one game. */
import { createRoute } from '@tanstack/react-router'
import { workQuery } from '../../api/games'
import { lazyPage, lazyPart } from '../../frame/chunk'
import { queryClient } from '../../frame/query'
import { frameRoute, membersOnly, officeRoute } from '../../frame/roots'
import type { Service } from '../../frame/service'
import { readBrowse, readDoubts, readNew, readSearch } from './search'

export const games: Service = {
  name: 'games',
  places: [{ to: '/games', icon: 'games', name: 'nav.games', group: 'nav.play' }],
  commands: () => import('./commands'),
  proposals: [
    { order: 20, component: lazyPart(() => import('./strips/Shelves')) },
    { order: 50, component: lazyPart(() => import('./strips/Browse')) },
  ],
  asides: [{ order: 10, component: lazyPart(() => import('./strips/YearsAgo')) }],
  offices: [
    { to: '/admin/imports', name: 'imports.title', right: 'games.import', order: 30 },
    { to: '/admin/doubts', name: 'doubts.title', right: 'games.keep', order: 40 },
  ],
}

const inside = { getParentRoute: () => frameRoute }
const office = { getParentRoute: () => officeRoute }

export const gamesRoutes = [
  createRoute({ ...inside, path: '/games', validateSearch: readSearch, component: lazyPage(() => import('./pages/GamesPage')) }),
  createRoute({ ...inside, path: '/games/browse', component: lazyPage(() => import('./pages/BrowsePage')) }),
  createRoute({ ...inside, path: '/games/browse/$facet', validateSearch: readBrowse, component: lazyPage(() => import('./pages/FacetPage')) }),
  createRoute({ ...inside, path: '/games/new', validateSearch: readNew, beforeLoad: membersOnly, component: lazyPage(() => import('./pages/NewPage')) }),
  createRoute({
    ...inside,
    path: '/games/$id',
    // Starts the question with the code of the page, without making either wait for the other.
    loader: ({ params }) => void queryClient.prefetchQuery(workQuery(params.id)),
    component: lazyPage(() => import('./pages/GamePage')),
  }),
  createRoute({ ...inside, path: '/games/$id/edit', beforeLoad: membersOnly, component: lazyPage(() => import('./pages/EditPage')) }),
] as const

export const gamesOffice = [
  createRoute({ ...office, path: '/imports', component: lazyPage(() => import('./pages/ImportsPage')) }),
  createRoute({ ...office, path: '/doubts', validateSearch: readDoubts, component: lazyPage(() => import('./pages/DoubtsPage')) }),
] as const
