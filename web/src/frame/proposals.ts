/** Things to do that belong to the house itself. */
import { lazyPart } from './chunk'
import type { Part } from './service'

export const OWN_PROPOSALS: Part[] = [{ order: 60, component: lazyPart(() => import('./InstallProposal')) }]
