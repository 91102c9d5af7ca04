import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askReset, installationQuery } from '../../../api/accounts'
import { Door } from '../../../frame/Door'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { useTitle } from '../../../ui/page'
import { Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { needEmail } from '../form'

/** Asks for a link that sets a new password. The answer is the same whether there is such an account or not. */
export default function Forgot() {
  const { t } = useTranslation()
  const mail = useQuery(installationQuery).data?.mail ?? false
  const [sentTo, setSentTo] = useState<string | null>(null)
  useTitle(t('forgot.title'))
  const { form, field, busy, error } = useForm({
    start: { email: '' },
    check: ({ email }) => needEmail(email, t),
    send: ({ email }) => askReset(email.trim()),
    done: (_answer, { email }) => setSentTo(email.trim()),
  })
  if (sentTo) {
    return (
      <Door title={t(mail ? 'forgot.sentTitle' : 'forgot.sentTerminalTitle')} lead={t(mail ? 'forgot.sent' : 'forgot.sentTerminal', { email: sentTo })}>
        <Button onClick={() => setSentTo(null)}>{t('forgot.other')}</Button>
      </Door>
    )
  }
  return (
    <Door title={t('forgot.title')} lead={t('forgot.lead')}>
      <form {...form}>
        <Field label={t('fields.email')} type="email" autoComplete="username" autoCapitalize="off" spellCheck={false} required {...field('email')} />
        <Trouble error={error} />
        <Button type="submit" look="primary" doing={busy && t('forgot.going')}>
          {t('forgot.go')}
        </Button>
        <div className="alt">
          <Link to="/sign-in" className="link">
            {t('forgot.back')}
          </Link>
        </div>
      </form>
    </Door>
  )
}
