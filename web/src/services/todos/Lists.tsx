import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countsQuery } from '../../api/todos'
import type { TodoList } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Icon } from '../../ui/Icon'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu'
import type { TodosSearch } from './search'

interface Props {
  lists: readonly TodoList[]
  /** What is shown now. */
  list: string | undefined
  search: TodosSearch
  trash?: boolean
  onNew: () => void
  onEdit: (list: TodoList) => void
  onMove: (list: TodoList, before: string | null) => void
  /** For a phone: opens all of this as a sheet. */
  onAll?: () => void
  /** Called when one was chosen. */
  onGo?: () => void
}

/** Everything, today, each list, what is done and what was thrown away. */
export function Lists({ lists, list, search, trash, onNew, onEdit, onMove, onAll, onGo }: Props) {
  const { t } = useTranslation()
  const counts = useQuery(countsQuery).data
  const plain = !trash && list === undefined && search.state === undefined
  const go = { onClick: onGo }
  return (
    <nav className={`lists ${onAll ? 'strip' : ''}`} aria-label={t('todos.lists.title')}>
      {onAll && (
        <button type="button" className="entry phone" onClick={onAll}>
          <Icon name="list" size={16} />
          {t('todos.lists.title')}
        </button>
      )}
      <Entry to="/todos" search={{}} on={plain && search.due === undefined} count={counts?.open} {...go}>
        {t('todos.everything')}
      </Entry>
      {(counts?.overdue ?? 0) > 0 && (
        <Entry to="/todos" search={{ due: 'overdue' }} on={plain && search.due === 'overdue'} count={counts?.overdue} late {...go}>
          {t('todos.bucket.overdue')}
        </Entry>
      )}
      <Entry to="/todos" search={{ due: 'today' }} on={plain && search.due === 'today'} count={counts?.today} {...go}>
        {t('todos.bucket.today')}
      </Entry>
      {lists.map((each, i) => (
        <div key={each.id} className="own">
          <Entry to="/todos/$list" params={{ list: each.id }} search={{}} on={list === each.id} count={each.open} color={each.color} {...go}>
            {each.name}
          </Entry>
          <ListMenu list={each} up={lists[i - 1]?.id} below={i < lists.length - 1 ? (lists[i + 2]?.id ?? null) : undefined} onEdit={onEdit} onMove={onMove} />
        </div>
      ))}
      <Entry to="/todos" search={{ state: 'done' }} on={!trash && list === undefined && search.state === 'done'} {...go}>
        {t('todos.done')}
      </Entry>
      <Entry to="/todos/trash" on={Boolean(trash)} count={counts?.trash || undefined} {...go}>
        {t('todos.trash.title')}
      </Entry>
      <button type="button" className="entry new" onClick={onNew}>
        <Icon name="plus" size={16} />
        {t('todos.lists.new')}
      </button>
    </nav>
  )
}

interface EntryProps extends Pick<LinkProps, 'to' | 'params' | 'search' | 'children'> {
  on: boolean
  count?: number | undefined
  color?: TodoList['color']
  late?: boolean
  onClick?: (() => void) | undefined
}

function Entry({ on, count, color, late, children, ...link }: EntryProps) {
  const format = useFormat()
  return (
    <Link {...link} ref={on ? intoSight : undefined} className="entry" activeOptions={{ exact: true, includeSearch: true }} aria-current={on ? 'page' : undefined}>
      {color && <i className={`dot-color c-${color}`} aria-hidden="true" />}
      <span className="min-w-0 truncate">{children as React.ReactNode}</span>
      {count !== undefined && <span className={`num ${late ? 'text-curtain! font-semibold' : ''}`}>{format.number(count)}</span>}
    </Link>
  )
}

/** On a phone the lists are a strip; the one that is shown must be in sight. */
function intoSight(entry: HTMLElement | null) {
  const strip = entry?.closest('.strip')
  if (entry && strip) strip.scrollLeft += entry.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16
}

interface MenuProps {
  list: TodoList
  /** The one above, before which it goes when it moves up. */
  up: string | undefined
  /** What stands after the one below; undefined for the last. */
  below: string | null | undefined
  onEdit: (list: TodoList) => void
  onMove: (list: TodoList, before: string | null) => void
}

function ListMenu({ list, up, below, onEdit, onMove }: MenuProps) {
  const { t } = useTranslation()
  if (!list._templates.edit) return null
  return (
    <Menu label={t('todos.lists.menu', { name: list.name })} face={<Icon name="dots" size={18} />} className="iconbtn more">
      <MenuItem onPick={() => onEdit(list)}>{t('todos.lists.edit')}</MenuItem>
      {(up !== undefined || below !== undefined) && <MenuLine />}
      {up !== undefined && <MenuItem onPick={() => onMove(list, up)}>{t('todos.lists.up')}</MenuItem>}
      {below !== undefined && <MenuItem onPick={() => onMove(list, below)}>{t('todos.lists.down')}</MenuItem>}
    </Menu>
  )
}
