/** The pages of the administration that belong to no single service. */
import { createRoute } from '@tanstack/react-router'
import { oneOf, words, dropEmpty } from '../../ui/address'
import { lazyPage } from '../chunk'
import { officeRoute } from '../roots'

export interface AuditSearch {
  service?: string
  action?: string
  subject?: string
  actor?: string
}

export const JOB_STATES = ['failed', 'running', 'waiting', 'done'] as const

export interface JobsSearch {
  state?: (typeof JOB_STATES)[number]
}

const readAudit = (search: Record<string, unknown>): AuditSearch =>
  dropEmpty({ service: words(search.service), action: words(search.action), subject: words(search.subject), actor: words(search.actor) })

export const officeRoutes = [
  createRoute({ getParentRoute: () => officeRoute, path: '/', component: lazyPage(() => import('./FirstOffice')) }),
  createRoute({ getParentRoute: () => officeRoute, path: '/audit', validateSearch: readAudit, component: lazyPage(() => import('./Audit')) }),
  createRoute({ getParentRoute: () => officeRoute, path: '/dead-letters', component: lazyPage(() => import('./DeadLetters')) }),
  createRoute({
    getParentRoute: () => officeRoute,
    path: '/jobs',
    validateSearch: (search: Record<string, unknown>): JobsSearch => dropEmpty({ state: oneOf(search.state, JOB_STATES) }),
    component: lazyPage(() => import('./Jobs')),
  }),
] as const
