/** Calls about other people's accounts, for who runs the house. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { follow, get } from './client'
import type { Role, Template, User, Users } from './types'

export interface UsersFilter {
  q?: string
  role?: Role
  state?: 'active' | 'suspended'
}

const PAGE = 50
const MOST = 100

export const usersKey = ['accounts', 'users'] as const

/** People, the newest first. `first` is how many a linked address wants to see at once. */
export function usersQuery(filter: UsersFilter, first = PAGE) {
  return infiniteQueryOptions({
    queryKey: [...usersKey, filter],
    queryFn: ({ pageParam, signal }) => {
      const limit = pageParam === null ? Math.min(Math.max(first, PAGE), MOST) : PAGE
      return get<Users>('/accounts/users', { query: { ...filter, cursor: pageParam, limit }, signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })
}

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', 'user', id],
    queryFn: ({ signal }) => get<User>(`/accounts/users/${encodeURIComponent(id)}`, { signal }),
    staleTime: 15_000,
  })

/** Does to an account what the server offered; answers the account as it is now, or that a mail is on its way. */
export const actOn = (user: User, offer: Template, body: object = {}) => follow<User | { state: 'mail_sent' }>(offer, body, { version: user.version })

/** What to call somebody in a list. */
export const calledUser = ({ name, username, email }: Pick<User, 'name' | 'username' | 'email'>) => name || username || email
