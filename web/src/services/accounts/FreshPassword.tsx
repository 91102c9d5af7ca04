import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../api/client'
import type { Me, Reset } from '../../api/types'
import { Door } from '../../frame/Door'
import { useComeIn } from '../../frame/session'
import { say } from '../../frame/toasts'
import { inWords } from '../../i18n/problems'
import { Button } from '../../ui/Button'
import { PasswordField } from '../../ui/Field'
import { useTitle } from '../../ui/page'
import { Trouble } from '../../ui/Told'
import { useForm } from '../../ui/useForm'
import { needNewPassword, SHORTEST } from './form'
import { useToken } from './useToken'

const SPENT = '/problems/accounts/link-spent'

interface Props {
  page: '/reset' | '/undo'
  title: string
  lead: string
  act: string
  doing: string
  send: (form: Reset) => Promise<Me>
  /** What is said once it is done. */
  done: (me: Me) => string
  /** What to do when the link has done its work. */
  spent: ReactNode
}

/**
 * A link from the mailbox that sets a new password. Opening it changes nothing; the form posts the token in its
 * fragment, and the address loses it once it is spent.
 */
export function FreshPassword({ page, title, lead, act, doing, send, done, spent }: Props) {
  const { t } = useTranslation()
  const comeIn = useComeIn()
  const [token, clearAddress] = useToken(page)
  const [refusal, setRefusal] = useState<{ token: string; error: unknown } | null>(null)
  useTitle(title)
  const { form, field, busy, error } = useForm({
    start: { new_password: '' },
    check: ({ new_password }) => needNewPassword(new_password, SHORTEST, t, 'new_password'),
    send: async ({ new_password }) => {
      try {
        return await send({ token, new_password })
      } catch (refused) {
        if (isProblem(refused, SPENT)) {
          clearAddress()
          setRefusal({ token, error: refused })
        }
        throw refused
      }
    },
    done: async (me) => {
      clearAddress()
      await comeIn(me)
      say(done(me))
    },
  })
  // Another link that is opened in the same window gets a try of its own.
  if (refusal && refusal.token === token) {
    const words = inWords(refusal.error, t)
    return (
      <Door title={words.title} lead={words.detail}>
        {spent}
      </Door>
    )
  }
  if (!token) {
    return (
      <Door title={t('reset.missing')} lead={t('reset.missingText')}>
        <AskAgain />
      </Door>
    )
  }
  return (
    <Door title={title} lead={lead}>
      <form {...form}>
        <PasswordField label={t('fields.newPassword')} autoComplete="new-password" maxLength={128} required hint={t('fields.passwordHint', { count: SHORTEST })} {...field('new_password')} />
        <Trouble error={error} />
        <Button type="submit" look="primary" doing={busy && doing}>
          {act}
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

/** The way to a new link. */
export function AskAgain() {
  const { t } = useTranslation()
  return (
    <Link to="/forgot" className="btn primary">
      {t('reset.again')}
    </Link>
  )
}
