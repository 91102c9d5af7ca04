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
  const all = !search.role && !search.state
  return (
    <div className="my-4 flex flex-wrap items-center gap-x-5 gap-y-3">
      <search className="find flex-[1_1_260px]! md:max-w-[330px]!">
        <Icon name="find" />
        <input {...input} placeholder={t('admin.users.find')} aria-label={t('admin.users.find')} />
        {searching && <Bulbs of={3} chase size={7} className="[--gap:6px]" label={t('app.loading')} />}
        {words && (
          <button type="button" className="iconbtn size-9!" aria-label={t('admin.users.clear')} onClick={clear}>
            <Icon name="cross" />
          </button>
        )}
      </search>
      <div className="filters max-md:w-[calc(100%+32px)]" role="group" aria-label={t('admin.filters')}>
        <button type="button" className={`chip ${all ? 'on' : ''}`} aria-pressed={all} onClick={() => onChange({ role: undefined, state: undefined })}>
          {t('admin.users.everybody')}
        </button>
        {ROLES.slice(1).map((role) => (
          <Chip key={role} on={search.role === role} onClick={() => onChange({ role: search.role === role ? undefined : role })}>
            {t(`admin.users.many.${role}`)}
          </Chip>
        ))}
        {(['suspended', 'active'] as const).map((state) => (
          <Chip key={state} on={search.state === state} onClick={() => onChange({ state: search.state === state ? undefined : state })}>
            {t(`admin.users.${state}`)}
          </Chip>
        ))}
      </div>
    </div>
  )
}
