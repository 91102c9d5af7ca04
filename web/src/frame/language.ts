/** In which language the page speaks: the account's, else what this browser chose on the door, else what it asks for. */
import type { Me } from '../api/types'
import { LANGUAGES, speak } from '../i18n'
import { choice } from './look'

const chosen = choice<string>('marquee.language', ['browser', ...LANGUAGES], () => {})

export const wishes = (me: Me | null): readonly string[] => [me ? me.locale : chosen.get(), ...navigator.languages]

/** Chooses for this browser. */
export function choose(language: string) {
  chosen.set(language)
  return speak([language])
}
