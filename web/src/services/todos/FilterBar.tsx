import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { labelsQuery } from '../../api/todos'
import { useFormat } from '../../i18n/format'
import { Chip } from '../../ui/Chip'
import { Icon } from '../../ui/Icon'
import { Menu, MenuItem } from '../../ui/Menu'
import { useSearchWords } from '../../ui/useSearchWords'
import { sortOf } from './search'
import { useView } from './view'

const DUES = ['today', 'week', 'none'] as const
const SORTS = ['due', 'order', '-created'] as const

/** What is shown of the list, as chips; all of it stands in the address. */
export function FilterBar() {
  const { t } = useTranslation()
  const { search, list, change } = useView()
  const sort = sortOf(search, list)
  return (
    <div className="mb-5">
      <div className="filters" role="group" aria-label={t('todos.filters')}>
        <Words />
        {search.state !== 'done' && (
          <>
            {DUES.map((due) => (
              <Chip key={due} on={search.due === due} onClick={() => change({ due: search.due === due ? undefined : due })}>
                {t(`todos.bucket.${due}`)}
              </Chip>
            ))}
            {search.due === 'overdue' && (
              <Chip on onClick={() => change({ due: undefined })}>
                {t('todos.bucket.overdue')}
              </Chip>
            )}
          </>
        )}
        <Priorities />
        <Labels />
      {search.view !== 'board' && search.state !== 'done' && (
        <Menu label={t('todos.sort.label', { by: t(`todos.sort.${sort}`) })} className="chip ml-auto" face={<>{t(`todos.sort.${sort}`)}<Icon name="down" size={14} /></>}>
          {SORTS.map((each) => (
            <MenuItem key={each} checked={each === sort} onPick={() => change({ sort: each })}>
              {t(`todos.sort.${each}`)}
            </MenuItem>
          ))}
        </Menu>
      )}
      </div>
    </div>
  )
}

function Words() {
  const { t } = useTranslation()
  const { search, change } = useView()
  const { words, input, clear } = useSearchWords(search.q ?? '', (q) => change({ q: q || undefined }))
  return (
    <search className={`chip words ${words ? 'filled' : ''}`}>
      <Icon name="find" size={15} />
      <input {...input} placeholder={t('todos.search')} aria-label={t('todos.search')} />
      {words && (
        <button type="button" aria-label={t('games.clear')} onClick={clear}>
          <Icon name="cross" size={14} />
        </button>
      )}
    </search>
  )
}

function Priorities() {
  const { t } = useTranslation()
  const { search, change } = useView()
  const chosen = search.priority as 1 | 2 | 3 | undefined
  if (chosen) {
    return (
      <Chip on onClick={() => change({ priority: undefined })}>
        {t(`todos.priority.${chosen}`)}
      </Chip>
    )
  }
  return (
    <Menu label={t('todos.field.priority')} className="chip" face={<>{t('todos.field.priority')}<Icon name="down" size={14} /></>}>
      {([3, 2, 1] as const).map((level) => (
        <MenuItem key={level} hint={`!${level}`} onPick={() => change({ priority: level })}>
          {t(`todos.priority.${level}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}

function Labels() {
  const { t } = useTranslation()
  const format = useFormat()
  const { search, change } = useView()
  const labels = useQuery(labelsQuery).data ?? []
  if (search.label) {
    return (
      <Chip on onClick={() => change({ label: undefined })}>
        {`#${search.label}`}
      </Chip>
    )
  }
  if (labels.length === 0) return null
  return (
    <Menu label={t('todos.field.label')} className="chip" face={<>{t('todos.field.label')}<Icon name="down" size={14} /></>}>
      {labels.map(({ name, open }) => (
        <MenuItem key={name} onPick={() => change({ label: name })}>
          {name}
          <span className="num">{format.number(open)}</span>
        </MenuItem>
      ))}
    </Menu>
  )
}
