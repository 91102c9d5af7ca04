/** To-dos: everything, one list, the trash, and what is due on Tonight. */
import { createRoute } from '@tanstack/react-router'
import { lazyPage, lazyPart } from '../../frame/chunk'
import { frameRoute, membersOnly } from '../../frame/roots'
import type { Service } from '../../frame/service'
import { readSearch } from './search'

export const todos: Service = {
  name: 'todos',
  places: [{ to: '/todos', icon: 'todos', name: 'nav.todos', group: 'nav.keep', right: 'todos.own', count: lazyPart(() => import('./Due')) }],
  commands: () => import('./commands'),
  strips: [{ order: 20, component: lazyPart(() => import('./strips/Next')) }],
  proposals: [{ order: 30, component: lazyPart(() => import('./strips/Write')) }],
}

const page = { getParentRoute: () => frameRoute, beforeLoad: membersOnly }
const TodosPage = lazyPage(() => import('./pages/TodosPage'))

export const todosRoutes = [
  createRoute({ ...page, path: '/todos', validateSearch: readSearch, component: TodosPage }),
  createRoute({ ...page, path: '/todos/trash', component: lazyPage(() => import('./pages/TrashPage')) }),
  createRoute({ ...page, path: '/todos/$list', validateSearch: readSearch, component: TodosPage }),
] as const
