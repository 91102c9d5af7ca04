import { useTranslation } from 'react-i18next'
import { Chip } from '../../ui/Chip'
import { ChipSelect } from '../../ui/ChipSelect'
import { called } from './house'
import { Person } from './Person'
import type { AuditSearch } from './routes'
import { Icon } from '../../ui/Icon'

interface Props {
  search: AuditSearch
  services: readonly string[]
  /** Actions that are on the page, which one may want to see alone. */
  seen: readonly string[]
  onChange: (change: AuditSearch) => void
}

/** Which deeds: of one service, of one kind, by or to one person. All of it stands in the address. */
export function AuditFilters({ search, services, seen, onChange }: Props) {
  const { t } = useTranslation()
  const actions = [...new Set([...seen, ...(search.action ? [search.action] : [])])].toSorted()
  return (
    <div className="filters my-4" role="group" aria-label={t('admin.filters')}>
      <button type="button" className={`chip ${search.service ? '' : 'on'}`} aria-pressed={!search.service} onClick={() => onChange({ service: undefined })}>
        {t('admin.audit.everywhere')}
      </button>
      {services.map((service) => (
        <Chip key={service} on={search.service === service} onClick={() => onChange({ service: search.service === service ? undefined : service })}>
          {called('services', service, t)}
        </Chip>
      ))}
      <ChipSelect
        label={t('admin.audit.what')}
        any={t('admin.audit.anything')}
        value={search.action}
        options={actions.map((value) => ({ value, name: called('audit.actions', value, t) }))}
        onChange={(action) => onChange({ action })}
      />
      {(['actor', 'subject'] as const).map((role) => search[role] && <PersonChip key={role} role={role} id={search[role]} onDrop={() => onChange({ [role]: undefined })} />)}
    </div>
  )
}

function PersonChip({ role, id, onDrop }: { role: 'actor' | 'subject'; id: string; onDrop: () => void }) {
  const { t } = useTranslation()
  return (
    <span className="chip on pr-1!">
      {t(`admin.audit.${role}`)} <Person id={id} />
      <button type="button" className="grid size-7 place-items-center rounded-full" aria-label={t('admin.audit.drop')} onClick={onDrop}>
        <Icon name="cross" size={14} />
      </button>
    </span>
  )
}
