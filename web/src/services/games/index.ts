/** Games: the catalogue, its search and the page of one game. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { workQuery } from '../../api/games'
import { queryClient } from '../../frame/query'
import { frameRoute } from '../../frame/roots'
import type { Service } from '../../frame/service'
import { readSearch } from './search'

export const games: Service = {
  name: 'games',
  places: [{ to: '/games', icon: 'games', name: 'nav.games', group: 'nav.play' }],
  proposals: [{ order: 20, component: lazy(() => import('./strips/Shelves')) }],
  asides: [{ order: 10, component: lazy(() => import('./strips/YearsAgo')) }],
}

export const gamesRoutes = [
  createRoute({ getParentRoute: () => frameRoute, path: '/games', validateSearch: readSearch, component: lazyRouteComponent(() => import('./pages/GamesPage')) }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/games/$id',
    // Starts the question with the code of the page, without making either wait for the other.
    loader: ({ params }) => void queryClient.prefetchQuery(workQuery(params.id)),
    component: lazyRouteComponent(() => import('./pages/GamePage')),
  }),
] as const
