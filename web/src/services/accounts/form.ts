/** What the forms of the door check before they ask the server, so that an empty field needs no round trip. */
import type { TFunction } from 'i18next'
import type { Wrongs } from '../../ui/useForm'

/** Lengths that the server insists on; it has the last word, this only spares a round trip. */
export const SHORTEST = 8
export const SHORTEST_STAFF = 15

export function needEmail(email: string, t: TFunction): Wrongs {
  return email.trim() ? {} : { email: t('fields.emailMissing') }
}

export function needLogin(login: string, t: TFunction): Wrongs {
  return login.trim() ? {} : { login: t('fields.loginMissing') }
}

/** A name may be missing from the beginning, but one that was given is not taken away. */
export function needName(name: string, before: string, t: TFunction): Wrongs {
  return name.trim() || !before ? {} : { name: t('settings.profile.nameMissing') }
}

export function needUsername(username: string, t: TFunction): Wrongs {
  return username.trim() ? {} : { username: t('settings.profile.usernameMissing') }
}

export function needPassword(password: string, t: TFunction, field = 'password'): Wrongs {
  return password ? {} : { [field]: t('fields.passwordMissing') }
}

export function needNewPassword(password: string, shortest: number, t: TFunction, field = 'password'): Wrongs {
  const length = [...password].length
  if (length === 0) return { [field]: t('fields.passwordMissing') }
  return length < shortest ? { [field]: t('fields.passwordShort', { count: shortest, length }) } : {}
}
