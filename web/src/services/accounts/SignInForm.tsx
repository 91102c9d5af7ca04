import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../api/accounts'
import { useComeIn } from '../../frame/session'
import { Button } from '../../ui/Button'
import { Field, PasswordField } from '../../ui/Field'
import { Trouble } from '../../ui/Told'
import { useForm } from '../../ui/useForm'
import { needLogin, needPassword } from './form'

/** Name and password. `next` is where to go on to. */
export function SignInForm({ next, children }: { next?: string | undefined; children?: React.ReactNode }) {
  const { t } = useTranslation()
  const comeIn = useComeIn()
  const { form, field, busy, error } = useForm({
    start: { login: '', password: '' },
    check: ({ login, password }) => ({ ...needLogin(login, t), ...needPassword(password, t) }),
    send: ({ login, password }) => signIn({ login: login.trim(), password }),
    done: (me) => comeIn(me, next),
  })
  return (
    <form {...form}>
      <Field label={t('fields.login')} autoComplete="username" autoCapitalize="off" spellCheck={false} required {...field('login')} />
      <PasswordField label={t('fields.password')} autoComplete="current-password" required {...field('password')} />
      <Trouble error={error} />
      <Button type="submit" look="primary" doing={busy && t('signIn.going')}>
        {t('signIn.go')}
      </Button>
      <div className="alt">
        <Link to="/sign-up" search={next ? { next } : {}} className="link">
          {t('signIn.make')}
        </Link>
        <Link to="/forgot" className="link">
          {t('signIn.forgot')}
        </Link>
        {children}
      </div>
    </form>
  )
}
