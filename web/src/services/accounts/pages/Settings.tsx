import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { useTitle } from '../../../ui/page'
import { DevicesPart } from '../settings/DevicesPart'
import { EmailPart } from '../settings/EmailPart'
import { LookPart } from '../settings/LookPart'
import { PasswordPart } from '../settings/PasswordPart'
import { ProfilePart } from '../settings/ProfilePart'

/** Everything about one's own account. Each part is a form of its own and has an address of its own. */
export default function Settings() {
  const { t } = useTranslation()
  const me = useMe()
  useTitle(t('settings.title'))
  if (!me) return null
  const parts = [
    ['profile', t('settings.profile.title')],
    ['email', t('fields.email')],
    ['password', t('settings.password.title')],
    ['devices', t('settings.devices.title')],
    ['look', t('settings.look.title')],
  ] as const
  return (
    <>
      <h1 className="d1">{t('settings.title')}</h1>
      <nav className="partlinks" aria-label={t('settings.parts')}>
        {parts.map(([id, name]) => (
          <Link key={id} to="/settings" hash={id} replace className="chip">
            {name}
          </Link>
        ))}
      </nav>
      <ProfilePart me={me} />
      <EmailPart me={me} />
      <PasswordPart me={me} />
      <DevicesPart />
      <LookPart />
    </>
  )
}
