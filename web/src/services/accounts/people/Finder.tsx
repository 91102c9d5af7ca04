import { useTranslation } from 'react-i18next'
import { Bulbs } from '../../../ui/Bulbs'
import { Chip } from '../../../ui/Chip'
import { Icon } from '../../../ui/Icon'
import { useSearchWords } from '../../../ui/useSearchWords'
import { ROLES, type UsersSearch } from './search'

interface Props {
  search: UsersSearch
  searching: boolean
  onChange: (change: UsersSearch) => void
}

/** Looks for people by name, address and user name, and leaves out whom one does not look for. */
export function Finder({ search, searching, onChange }: Props) {
  const { t } = useTranslation()
  const { words, clear, input } = useSearchWords(search.q ?? '', (q) => onChange({ q: q || undefined }))
  return (
    <div className="my-4 grid gap-3">
      <search className="find max-w-none! flex-none!">
        <Icon name="find" />
        <input {...input} placeholder={t('admin.users.find')} aria-label={t('admin.users.find')} />
        {searching && <Bulbs of={3} chase size={7} className="[--gap:6px]" label={t('app.loading')} />}
        {words && (
          <button type="button" className="iconbtn size-9!" aria-label={t('admin.users.clear')} onClick={clear}>
            <Icon name="cross" />
          </button>
        )}
      </search>
      <div className="filters" role="group" aria-label={t('admin.filters')}>
        <Chip on={!search.role && !search.state} onClick={() => onChange({ role: undefined, state: undefined })}>
          {t('admin.users.everybody')}
        </Chip>
        {ROLES.slice(1).map((role) => (
          <Chip key={role} on={search.role === role} onClick={() => onChange({ role: search.role === role ? undefined : role })}>
            {t(`admin.users.many.${role}`)}
          </Chip>
        ))}
        {(['active', 'suspended'] as const).map((state) => (
          <Chip key={state} on={search.state === state} onClick={() => onChange({ state: search.state === state ? undefined : state })}>
            {t(`admin.users.${state}`)}
          </Chip>
        ))}
      </div>
    </div>
  )
}
