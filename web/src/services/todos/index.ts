/** To-dos: everything, one list, the trash, and what is due on Tonight. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { frameRoute, membersOnly } from '../../frame/roots'
import type { Service } from '../../frame/service'
import { readSearch } from './search'

export const todos: Service = {
  name: 'todos',
  places: [{ to: '/todos', icon: 'todos', name: 'nav.todos', group: 'nav.keep', right: 'todos.own', count: lazy(() => import('./Due')) }],
  commands: () => import('./commands'),
  strips: [{ order: 20, component: lazy(() => import('./strips/Next')) }],
  proposals: [{ order: 30, component: lazy(() => import('./strips/Write')) }],
}

const page = { getParentRoute: () => frameRoute, beforeLoad: membersOnly }
const TodosPage = lazyRouteComponent(() => import('./pages/TodosPage'))

export const todosRoutes = [
  createRoute({ ...page, path: '/todos', validateSearch: readSearch, component: TodosPage }),
  createRoute({ ...page, path: '/todos/trash', component: lazyRouteComponent(() => import('./pages/TrashPage')) }),
  createRoute({ ...page, path: '/todos/$list', validateSearch: readSearch, component: TodosPage }),
] as const
