/** The way in and out, the settings and their parts, the language. */
import { changeProfile, meQuery, signOut } from '../../../api/accounts'
import { failure } from '../../../frame/failure'
import type { Around, Command, Commands } from '../../../frame/find/command'
import { become } from '../../../frame/session'
import { calledLanguage, i18n, LANGUAGES, speak } from '../../../i18n'

const part = (id: 'profile' | 'email' | 'password' | 'devices' | 'look', name: Command['name']): Command => ({ id: `settings-${id}`, icon: 'settings', kind: 'go', name, also: (t) => t('nav.settings'), right: 'member', part: true, act: `/settings#${id}` })

/** Languages are called by their own names. */
const languages = LANGUAGES.map(
  (language): Command => ({ id: `language-${language}`, icon: 'language', kind: 'do', name: (t) => t('find.language', { language: calledLanguage(language) }), also: (t) => t('fields.language'), right: 'member', useful: () => i18n.language !== language, act: (around) => speakFromNow(language, around) }),
)

async function speakFromNow(language: string, { client, t }: Around) {
  const me = await client.ensureQueryData(meQuery)
  if (!me) return
  await failure(async () => {
    client.setQueryData(meQuery.queryKey, await changeProfile({ locale: language }, me.version))
    await speak([language])
  }, t)
}

const commands: Commands = {
  commands: [
    { id: 'sign-in', icon: 'me', kind: 'go', name: (t) => t('account.signIn'), right: 'guest', act: '/sign-in' },
    { id: 'settings', icon: 'settings', kind: 'go', name: (t) => t('nav.settings'), right: 'member', act: '/settings' },
    part('profile', (t) => t('settings.profile.title')),
    part('email', (t) => t('fields.email')),
    part('password', (t) => t('settings.password.title')),
    part('devices', (t) => t('settings.devices.title')),
    part('look', (t) => t('settings.look.title')),
    ...languages,
    {
      id: 'sign-out',
      icon: 'out',
      kind: 'do',
      name: (t) => t('account.signOut'),
      right: 'member',
      act: ({ router, t }) =>
        failure(async () => {
          await signOut()
          await become(null, () => router.navigate({ to: '/' }))
        }, t),
    },
  ],
}

export default commands
