/** The state of the list of people, as it stands in the address. */
import type { Role } from '../../../api/types'
import type { UsersFilter } from '../../../api/users'
import { dropEmpty, oneOf, whole, words } from '../../../ui/address'

export const ROLES: readonly Role[] = ['user', 'moderator', 'admin', 'super_admin']

export interface UsersSearch extends UsersFilter {
  /** How many are shown, so that a link and the way back find the same place. */
  n?: number
}

export function readUsers(search: Record<string, unknown>): UsersSearch {
  return dropEmpty({
    q: words(search.q),
    role: oneOf(search.role, ROLES),
    state: oneOf(search.state, ['active', 'suspended'] as const),
    n: whole(search.n, 51, 5000),
  })
}

/** Another filter starts at the top again. */
export function withFilter({ n: _, ...search }: UsersSearch, change: UsersFilter): UsersSearch {
  return dropEmpty({ ...search, ...change })
}
