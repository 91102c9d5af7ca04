import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { calledName, isStaff } from '../api/accounts'
import type { Me } from '../api/types'
import { Icon, type IconName } from '../ui/Icon'
import { Trouble } from '../ui/Told'
import { useInstall } from './install'
import { ThemeChoice } from './LookChoices'
import { useOffices } from './offices'
import { useSignOut } from './session'

export const ACCOUNT_PANEL = 'account-panel'

/** Who I am, the theme, and the way out. A panel on a desk, a sheet on a phone. */
export function AccountPanel({ me }: { me: Me }) {
  const { t } = useTranslation()
  const leaving = useSignOut()
  const offices = useOffices()
  const { ask } = useInstall()
  return (
    <div id={ACCOUNT_PANEL} popover="auto" className="panel" role="dialog" aria-label={t('account.open')}>
      <div className="px-3 pt-2 pb-3">
        <p className="strong truncate">{calledName(me)}</p>
        <p className="small truncate">{me.email}</p>
        {isStaff(me) && <p className="tag mt-2" data-section="tonight">{t(`account.role.${me.role}`)}</p>}
      </div>
      <hr />
      <div className="px-3 py-1">
        <ThemeChoice />
      </div>
      <hr />
      <nav aria-label={t('account.open')}>
        <PanelLink to="/settings" icon="settings" name={t('nav.settings')} />
        {offices.length > 0 && <PanelLink to="/admin" icon="admin" name={t('nav.admin')} />}
        {ask && (
          <button type="button" className="row" onClick={() => void ask()}>
            <Icon name="install" size={18} />
            {t('install.go')}
          </button>
        )}
        {/* Not a page of ours: the server shows the API there. */}
        <a href="/docs" className="row">
          <Icon name="file" size={18} />
          {t('account.docs')}
        </a>
      </nav>
      <hr />
      <button type="button" className="row" onClick={() => leaving.mutate()} aria-busy={leaving.isPending}>
        <Icon name="out" size={18} />
        {leaving.isPending ? t('account.signingOut') : t('account.signOut')}
      </button>
      {leaving.error && <Trouble error={leaving.error} />}
    </div>
  )
}

function PanelLink({ to, icon, name }: { to: '/settings' | '/admin'; icon: IconName; name: string }) {
  return (
    <Link to={to} className="row" onClick={() => document.getElementById(ACCOUNT_PANEL)?.hidePopover()}>
      <Icon name={icon} size={18} />
      {name}
    </Link>
  )
}
