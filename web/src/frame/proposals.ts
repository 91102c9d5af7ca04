/** Things to do that belong to the house itself. */
import { lazy } from 'react'
import type { Part } from './service'

export const OWN_PROPOSALS: Part[] = [{ order: 60, component: lazy(() => import('./InstallProposal')) }]
