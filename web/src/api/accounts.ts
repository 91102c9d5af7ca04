/** Calls of the accounts service and who is signed in. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { get, isProblem, patch, post, put, remove, SIGN_IN_NEEDED } from './client'
import type { Confirmation, Demo, EmailChange, Ended, Installation, List, MailSent, Me, PasswordChange, Profile, Reset, Session, Setup, SetupState, SignIn, SignUp } from './types'

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

/** Whether this house is there to be looked around in, and whether the caller may have it filled for that. */
export const demoQuery = queryOptions({
  queryKey: ['accounts', 'demo'],
  queryFn: ({ signal }) => get<Demo>('/accounts/demo', { signal }),
  staleTime: 300_000,
  retry: false,
})
export const openDemo = () => post<Demo>('/accounts/demo', {})

/** Answers the new account, signed in, or the news that a mail is on its way. */
export const signUp = (form: SignUp) => post<Me | MailSent>('/accounts/users', form)
export const signIn = (form: SignIn) => post<Me>('/accounts/sessions', form)
export const signOut = () => remove('/accounts/sessions/current')
export const confirm = (form: Confirmation) => post<Me>('/accounts/confirmations', form)
export const sendConfirmation = () => post<MailSent>('/accounts/confirmation-mails', {})
export const setUp = (form: Setup) => post<Me>('/accounts/setup', form)

export const changeProfile = (change: Partial<Profile>, version: number) => patch<Me>('/accounts/me', change, { version })
/** Ends every other session; this one goes on under a new cookie. */
export const changePassword = (form: PasswordChange) => put<Me>('/accounts/me/password', form)
export const changeEmail = (form: EmailChange) => put<Me>('/accounts/me/email', form)

/** Where this account is signed in, last used first. */
export const sessionsQuery = queryOptions({
  queryKey: ['accounts', 'sessions'],
  queryFn: ({ signal }) => get<List<Session>>('/accounts/sessions', { signal }),
  staleTime: 15_000,
})
export const endSession = (id: string) => remove(`/accounts/sessions/${encodeURIComponent(id)}`)
export const endOtherSessions = () => remove<Ended>('/accounts/sessions')

/** Answers alike for a known and an unknown address. */
export const askReset = (email: string) => post<MailSent>('/accounts/password-reset-mails', { email })
export const reset = (form: Reset) => post<Me>('/accounts/password-resets', form)
/** Takes back a change of the address, from the link that the old one got. */
export const undoEmail = (form: Reset) => post<Me>('/accounts/undos', form)

export const may = (me: Me | null, right: string) => me?.rights.includes(right) ?? false

export const isStaff = (me: Me) => me.role === 'admin' || me.role === 'super_admin'

/** What to call a person: the name if there is one, else the user name, else the address. */
export const calledName = (me: Me) => me.name || me.username || me.email

/** Two letters for the round picture. */
export function initials(me: Me): string {
  const words = calledName(me).split(/[\s._@-]+/u).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words[1]].map((word) => [...word!][0]) : [...(words[0] ?? '?')].slice(0, 2)
  return letters.join('').toUpperCase()
}
