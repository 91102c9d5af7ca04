import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { confirm } from '../../api/accounts'
import { isProblem } from '../../api/client'
import type { Me } from '../../api/types'
import { Door } from '../../frame/Door'
import { useComeIn } from '../../frame/session'
import { Button } from '../../ui/Button'
import { PasswordField } from '../../ui/Field'
import { Trouble } from '../../ui/Told'
import { useForm } from '../../ui/useForm'
import { needNewPassword, needPassword, SHORTEST } from './form'

interface Props {
  token: string
  onDone: (me: Me) => void
  onSpent: () => void
}

type Way = 'old' | 'fresh'

/** Another browser than that of the sign-up: its password, or a new one, proves who opens the link. */
export function ProveIt({ token, onDone, onSpent }: Props) {
  const { t } = useTranslation()
  const comeIn = useComeIn()
  const [way, setWay] = useState<Way>('old')
  const { form, field, busy, error } = useForm({
    start: { password: '', new_password: '' },
    check: ({ password, new_password }) => (way === 'old' ? needPassword(password, t) : needNewPassword(new_password, SHORTEST, t, 'new_password')),
    send: async ({ password, new_password }) => {
      try {
        return await confirm(way === 'old' ? { token, password } : { token, new_password })
      } catch (refusal) {
        if (isProblem(refusal, '/problems/accounts/link-spent')) onSpent()
        throw refusal
      }
    },
    done: async (me) => {
      onDone(me)
      await comeIn(me)
    },
  })
  return (
    <Door title={t('confirm.title')} lead={t('confirm.password')}>
      <form {...form}>
        <fieldset>
          <legend className="sr-only">{t('confirm.which')}</legend>
          <div className="grid gap-1">
            {(['old', 'fresh'] as const).map((choice) => (
              <label key={choice} className="flex min-h-11 items-center gap-2.5 text-[15px]">
                <input type="radio" name="way" className="size-4 accent-bulb" checked={way === choice} onChange={() => setWay(choice)} />
                {t(`confirm.${choice}`)}
              </label>
            ))}
          </div>
        </fieldset>
        {way === 'old' ? (
          <PasswordField key="old" label={t('fields.password')} autoComplete="current-password" required {...field('password')} />
        ) : (
          <PasswordField key="fresh" label={t('confirm.fresh')} autoComplete="new-password" maxLength={128} required hint={t('fields.passwordHint', { count: SHORTEST })} {...field('new_password')} />
        )}
        <Trouble error={error} />
        <Button type="submit" look="primary" doing={busy && t('confirm.checking')}>
          {t('confirm.check')}
        </Button>
      </form>
    </Door>
  )
}
