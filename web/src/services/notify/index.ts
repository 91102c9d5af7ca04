/** Notify: notes and what Tonight says of them. The bell is a part of the frame. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { frameRoute, membersOnly } from '../../frame/roots'
import type { Service } from '../../frame/service'

export const notify: Service = {
  name: 'notify',
  commands: () => import('./commands'),
  strips: [{ order: 10, component: lazy(() => import('./strips/Unread')) }],
}

export const notifyRoutes = [
  createRoute({ getParentRoute: () => frameRoute, path: '/notes', beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/NotesPage')) }),
] as const
