import { useTranslation } from 'react-i18next'
import { calledName, isStaff } from '../api/accounts'
import type { Me } from '../api/types'
import { Icon } from '../ui/Icon'
import { Trouble } from '../ui/Told'
import { useSignOut } from './session'
import { setTheme, THEMES, useTheme } from './theme'

export const ACCOUNT_PANEL = 'account-panel'

/** Who I am, the theme, and the way out. A panel on a desk, a sheet on a phone. */
export function AccountPanel({ me }: { me: Me }) {
  const { t } = useTranslation()
  const leaving = useSignOut()
  return (
    <div id={ACCOUNT_PANEL} popover="auto" className="panel" role="dialog" aria-label={t('account.open')}>
      <div className="px-3 pt-2 pb-3">
        <p className="strong truncate">{calledName(me)}</p>
        <p className="small truncate">{me.email}</p>
        {isStaff(me) && <p className="tag mt-2" data-section="tonight">{t(`account.role.${me.role}`)}</p>}
      </div>
      <hr />
      <ThemeChoice />
      <hr />
      <button type="button" className="row" onClick={() => leaving.mutate()} aria-busy={leaving.isPending}>
        <Icon name="out" size={18} />
        {leaving.isPending ? t('account.signingOut') : t('account.signOut')}
      </button>
      {leaving.error && <Trouble error={leaving.error} />}
    </div>
  )
}

function ThemeChoice() {
  const { t } = useTranslation()
  const theme = useTheme()
  return (
    <fieldset className="px-3 py-1">
      <legend className="label mb-1.5">{t('account.theme')}</legend>
      <div className="segments">
        {THEMES.map((choice) => (
          <label key={choice}>
            <input type="radio" name="theme" value={choice} checked={theme === choice} onChange={() => setTheme(choice)} />
            {t(`account.${choice}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
