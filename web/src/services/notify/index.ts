/** Notify: notes and what Tonight says of them. The bell is a part of the frame. */
import { createRoute } from '@tanstack/react-router'
import { lazyPage, lazyPart } from '../../frame/chunk'
import { frameRoute, membersOnly } from '../../frame/roots'
import type { Service } from '../../frame/service'

export const notify: Service = {
  name: 'notify',
  commands: () => import('./commands'),
  strips: [{ order: 10, component: lazyPart(() => import('./strips/Unread')) }],
}

export const notifyRoutes = [
  createRoute({ getParentRoute: () => frameRoute, path: '/notes', beforeLoad: membersOnly, component: lazyPage(() => import('./pages/NotesPage')) }),
] as const
