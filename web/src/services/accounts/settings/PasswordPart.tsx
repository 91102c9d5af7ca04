import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changePassword, installationQuery, isStaff, meQuery, sessionsQuery } from '../../../api/accounts'
import type { Me } from '../../../api/types'
import { renew } from '../../../frame/session'
import { say } from '../../../frame/toasts'
import { useFormat } from '../../../i18n/format'
import { PasswordField } from '../../../ui/Field'
import { Save } from '../../../ui/Save'
import { Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { needNewPassword, needPassword, SHORTEST, SHORTEST_STAFF } from '../form'
import { Part } from './Part'

/** A new password. Everybody who came in with the old one is signed out, except this browser. */
export function PasswordPart({ me }: { me: Me }) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const mail = useQuery(installationQuery).data?.mail ?? false
  const shortest = isStaff(me) ? SHORTEST_STAFF : SHORTEST
  const form = useForm({
    start: { current_password: '', new_password: '' },
    check: ({ current_password, new_password }) => ({ ...needPassword(current_password, t, 'current_password'), ...needNewPassword(new_password, shortest, t, 'new_password') }),
    send: (values) => renew(() => changePassword(values)),
    done: (saved) => {
      client.setQueryData(meQuery.queryKey, saved)
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      say(t('settings.password.done'))
    },
    clear: true,
  })
  return (
    <Part id="password" title={t('settings.password.title')} text={me.password_changed_at ? t('settings.password.since', { when: format.when(me.password_changed_at) }) : t('settings.password.text')}>
      <form {...form.form}>
        {/* Lets a password manager know whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordField label={t('settings.password.current')} autoComplete="current-password" required {...form.field('current_password')} />
        <PasswordField label={t('fields.newPassword')} autoComplete="new-password" maxLength={128} required hint={t('fields.passwordHint', { count: shortest })} {...form.field('new_password')} />
        <Trouble error={form.error} />
        <p className="small">{t(mail ? 'settings.password.what' : 'settings.password.whatTerminal')}</p>
        <Save form={form} act={t('settings.password.act')} doing={t('settings.password.doing')} />
      </form>
    </Part>
  )
}
