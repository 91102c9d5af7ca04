import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeEmail, installationQuery, meQuery, sessionsQuery } from '../../../api/accounts'
import type { Me } from '../../../api/types'
import { renew } from '../../../frame/session'
import { Field, PasswordField } from '../../../ui/Field'
import { Save } from '../../../ui/Save'
import { Told, Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { needEmail, needPassword } from '../form'
import { SendAgain } from '../SendAgain'
import { Part } from './Part'

/** Another address. Both get a letter: the new one to confirm it, the old one to take the change back. */
export function EmailPart({ me }: { me: Me }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mail = useQuery(installationQuery).data?.mail ?? false
  const [before, setBefore] = useState<string | null>(null)
  const form = useForm({
    start: { email: '', password: '' },
    check: ({ email, password }) => ({ ...needEmail(email, t), ...needPassword(password, t) }),
    send: ({ email, password }) => renew(() => changeEmail({ email: email.trim(), password })),
    done: (saved) => {
      setBefore(me.email)
      client.setQueryData(meQuery.queryKey, saved)
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
    clear: true,
  })
  return (
    <Part
      id="email"
      title={t('fields.email')}
      text={
        <>
          <p className="strong overflow-hidden text-ellipsis text-ink">{me.email}</p>
          <p className={me.confirmed ? '' : 'font-semibold text-curtain'}>{t(me.confirmed ? 'settings.email.confirmed' : 'settings.email.unconfirmed')}</p>
          {!before && !me.confirmed && (
            <div className="mt-3">
              <SendAgain me={me} quiet />
            </div>
          )}
        </>
      }
    >
      {before && (
        <Told kind="good" alert>
          {t(mail ? 'settings.email.done' : 'settings.email.doneTerminal', { email: me.email, before })}
        </Told>
      )}
      <form {...form.form}>
        <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
        <Field label={t('settings.email.fresh')} type="email" autoComplete="email" autoCapitalize="off" spellCheck={false} required {...form.field('email')} />
        <PasswordField label={t('fields.password')} autoComplete="current-password" required {...form.field('password')} />
        <Trouble error={form.error} />
        <p className="small">{t(mail ? 'settings.email.what' : 'settings.email.whatTerminal')}</p>
        <Save form={form} act={t('settings.email.act')} doing={t('settings.email.doing')} />
      </form>
    </Part>
  )
}
