/** Calls of the accounts service and who is signed in. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { get, isProblem, post, remove, SIGN_IN_NEEDED } from './client'
import type { Confirmation, Installation, MailSent, Me, Setup, SetupState, SignIn, SignUp } from './types'

/** The signed-in account, or null for a guest. */
export const meQuery = queryOptions({
  queryKey: ['accounts', 'me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await get<Me>('/accounts/me', { signal })
    } catch (error) {
      if (isProblem(error, SIGN_IN_NEEDED)) return null
      throw error
    }
  },
  staleTime: 60_000,
})

export function useMe(): Me | null {
  return useQuery(meQuery).data ?? null
}

export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: ({ signal }) => get<Installation>('', { signal }),
  staleTime: Infinity,
})

export const setupQuery = queryOptions({
  queryKey: ['accounts', 'setup'],
  queryFn: ({ signal }) => get<SetupState>('/accounts/setup', { signal }),
  staleTime: 30_000,
})

/** Answers the new account, signed in, or the news that a mail is on its way. */
export const signUp = (form: SignUp) => post<Me | MailSent>('/accounts/users', form)
export const signIn = (form: SignIn) => post<Me>('/accounts/sessions', form)
export const signOut = () => remove('/accounts/sessions/current')
export const confirm = (form: Confirmation) => post<Me>('/accounts/confirmations', form)
export const sendConfirmation = () => post<MailSent>('/accounts/confirmation-mails', {})
export const setUp = (form: Setup) => post<Me>('/accounts/setup', form)

export const isStaff = (me: Me) => me.role === 'admin' || me.role === 'super_admin'

/** What to call a person: the name if there is one, else the user name, else the address. */
export const calledName = (me: Me) => me.name || me.username || me.email

/** Two letters for the round picture. */
export function initials(me: Me): string {
  const words = calledName(me).split(/[\s._@-]+/u).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words[1]].map((word) => [...word!][0]) : [...(words[0] ?? '?')].slice(0, 2)
  return letters.join('').toUpperCase()
}
