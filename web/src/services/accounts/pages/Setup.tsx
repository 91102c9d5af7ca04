import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { calledName, setUp, setupQuery, useMe } from '../../../api/accounts'
import { isProblem } from '../../../api/client'
import type { Me } from '../../../api/types'
import { Door } from '../../../frame/Door'
import { useComeIn } from '../../../frame/session'
import { say } from '../../../frame/toasts'
import { Bulbs } from '../../../ui/Bulbs'
import { Button } from '../../../ui/Button'
import { Field, PasswordField } from '../../../ui/Field'
import { useTitle } from '../../../ui/page'
import { Told, Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { needEmail, needNewPassword, needPassword, SHORTEST_STAFF } from '../form'
import { useToken } from '../useToken'

/** The first administrator: raises who is signed in, or signs the first one up. */
export default function Setup() {
  const { t } = useTranslation()
  const me = useMe()
  const [token, clearAddress] = useToken('/setup')
  const setup = useQuery(setupQuery)
  const comeIn = useComeIn()
  useTitle(t('setup.title'))

  const done = async (raised: Me) => {
    clearAddress()
    await comeIn(raised)
    say(t('setup.done'))
  }
  if (setup.data?.open === false) {
    return (
      <Door title={t('setup.closed')} lead={t('setup.closedText')}>
        <Link to={me ? '/' : '/sign-in'} className="btn primary">
          {t(me ? 'actions.home' : 'signIn.title')}
        </Link>
      </Door>
    )
  }
  if (setup.isPending) {
    return (
      <Door title={t('setup.title')}>
        <Bulbs chase size={9} label={t('app.loading')} />
      </Door>
    )
  }
  if (!token) return <Door title={t('setup.title')} lead={t('setup.missing')} />
  return me ? <Raise me={me} token={token} onDone={done} /> : <Make token={token} onDone={done} />
}

interface Props {
  token: string
  onDone: (me: Me) => unknown
}

/** The password proves who asks; one that is too short for an administrator is replaced on the way. */
function Raise({ me, token, onDone }: Props & { me: Me }) {
  const { t } = useTranslation()
  const [longer, setLonger] = useState(false)
  const { form, field, busy, error } = useForm({
    start: { password: '', new_password: '' },
    check: ({ password, new_password }) => ({ ...needPassword(password, t), ...(longer ? needNewPassword(new_password, SHORTEST_STAFF, t, 'new_password') : {}) }),
    send: async ({ password, new_password }) => {
      try {
        return await setUp({ token, password, ...(longer ? { new_password } : {}) })
      } catch (refusal) {
        if (isProblem(refusal, '/problems/request/invalid')) setLonger(true)
        throw refusal
      }
    },
    done: onDone,
  })
  return (
    <Door title={t('setup.raise')} lead={t('setup.raiseText', { name: calledName(me) })}>
      <form {...form}>
        {/* Lets a password manager know whose password is asked for. */}
        <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordField label={t('fields.password')} autoComplete="current-password" required {...field('password')} />
        {longer && <PasswordField label={t('setup.raiseLonger')} autoComplete="new-password" maxLength={128} required hint={t('fields.passwordHint', { count: SHORTEST_STAFF })} {...field('new_password')} />}
        <SetupTrouble error={error} />
        <Button type="submit" look="primary" doing={busy && t('setup.making')}>
          {t('setup.raiseGo')}
        </Button>
      </form>
    </Door>
  )
}

function Make({ token, onDone }: Props) {
  const { t, i18n } = useTranslation()
  const { form, field, busy, error } = useForm({
    start: { name: '', email: '', password: '' },
    check: ({ email, password }) => ({ ...needEmail(email, t), ...needNewPassword(password, SHORTEST_STAFF, t) }),
    send: ({ name, email, password }) => setUp({ token, password, locale: i18n.language, email: email.trim(), ...(name.trim() ? { name: name.trim() } : {}) }),
    done: onDone,
  })
  return (
    <Door title={t('setup.make')} lead={t('setup.makeText')}>
      <form {...form}>
        <Field label={t('fields.name')} optional autoComplete="name" maxLength={100} {...field('name')} />
        <Field label={t('fields.email')} type="email" autoComplete="email" autoCapitalize="off" spellCheck={false} required {...field('email')} />
        <PasswordField label={t('fields.password')} autoComplete="new-password" maxLength={128} required hint={t('fields.passwordHint', { count: SHORTEST_STAFF })} {...field('password')} />
        <SetupTrouble error={error} />
        <Button type="submit" look="primary" doing={busy && t('setup.making')}>
          {t('setup.makeGo')}
        </Button>
      </form>
    </Door>
  )
}

function SetupTrouble({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <>
      <Trouble error={error} />
      {isProblem(error, '/problems/accounts/link-spent') && <Told kind="warn">{t('setup.spent')}</Told>}
    </>
  )
}
