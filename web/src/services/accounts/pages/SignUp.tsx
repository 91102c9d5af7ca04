import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signUp } from '../../../api/accounts'
import { Door } from '../../../frame/Door'
import { useComeIn } from '../../../frame/session'
import { Button } from '../../../ui/Button'
import { Field, PasswordField } from '../../../ui/Field'
import { useTitle } from '../../../ui/page'
import { Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { needEmail, needNewPassword, SHORTEST } from '../form'

const route = getRouteApi('/sign-up')

export default function SignUp() {
  const { t, i18n } = useTranslation()
  const { next } = route.useSearch()
  const comeIn = useComeIn()
  const [mailedTo, setMailedTo] = useState<string | null>(null)
  useTitle(t('signUp.title'))
  const { form, field, busy, error } = useForm({
    start: { name: '', email: '', password: '' },
    check: ({ email, password }) => ({ ...needEmail(email, t), ...needNewPassword(password, SHORTEST, t) }),
    send: ({ name, email, password }) => signUp({ email: email.trim(), password, locale: i18n.language, ...(name.trim() ? { name: name.trim() } : {}) }),
    done: (answer, { email }) => ('state' in answer ? setMailedTo(email.trim()) : comeIn(answer, next)),
  })

  if (mailedTo) {
    return (
      <Door title={t('signUp.mailTitle')} lead={t('signUp.mail', { email: mailedTo })}>
        <Button onClick={() => setMailedTo(null)}>{t('signUp.other')}</Button>
      </Door>
    )
  }
  return (
    <Door title={t('signUp.title')}>
      <form {...form}>
        <Field label={t('fields.name')} optional autoComplete="name" maxLength={100} hint={t('fields.nameHint')} {...field('name')} />
        <Field label={t('fields.email')} type="email" autoComplete="email" autoCapitalize="off" spellCheck={false} required {...field('email')} />
        <PasswordField label={t('fields.password')} autoComplete="new-password" maxLength={128} required hint={t('fields.passwordHint', { count: SHORTEST })} {...field('password')} />
        <Trouble error={error} />
        <Button type="submit" look="primary" doing={busy && t('signUp.going')}>
          {t('signUp.go')}
        </Button>
        <div className="alt">
          <Link to="/sign-in" search={next ? { next } : {}} className="link">
            {t('signUp.have')}
          </Link>
        </div>
      </form>
    </Door>
  )
}
