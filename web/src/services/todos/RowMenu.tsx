import { useTranslation } from 'react-i18next'
import type { Due, Todo } from '../../api/types'
import { Icon } from '../../ui/Icon'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu'
import { ownZone } from './civil'
import { easyDates } from './due'
import { useView } from './view'

/** What one does to one to-do without opening it: exactly what the server offers for it. */
export function RowMenu({ todo }: { todo: Todo }) {
  const { t } = useTranslation()
  const view = useView()
  const { actions, wall, lists, change, pick, picked, rename } = view
  const may = todo._templates
  const days = easyDates(wall)
  const put = (date: string | null, day: string) => {
    const due: Due | null = date === null ? null : { date, time: todo.due?.time ?? null, zone: todo.due?.zone ?? ownZone() }
    actions.edit([todo], { due }, t('todos.said.due', { title: todo.title, day }))
  }
  const others = lists.filter(({ id }) => id !== todo.list)
  return (
    <Menu label={t('todos.menu', { title: todo.title })} face={<Icon name="dots" size={18} />} className="iconbtn more">
      <MenuItem hint="Enter" onPick={() => change({ item: todo.id })}>
        {t('todos.open')}
      </MenuItem>
      {may.edit && (
        <MenuItem hint="e" onPick={() => rename(todo.id)}>
          {t('todos.rename')}
        </MenuItem>
      )}
      <MenuItem hint="x" onPick={() => pick(todo.id)}>
        {t(picked.has(todo.id) ? 'todos.unselect' : 'todos.select')}
      </MenuItem>
      {may.edit && (
        <>
          <MenuLine />
          <MenuItem onPick={() => put(days.today, t('when.today'))}>{t('todos.put.today')}</MenuItem>
          <MenuItem onPick={() => put(days.tomorrow, t('todos.tomorrow'))}>{t('todos.put.tomorrow')}</MenuItem>
          <MenuItem onPick={() => put(days.nextWeek, t('todos.put.nextWeekDay'))}>{t('todos.put.nextWeek')}</MenuItem>
          {todo.due && <MenuItem onPick={() => put(null, t('todos.noDate'))}>{t('todos.put.none')}</MenuItem>}
        </>
      )}
      {may.edit && others.length > 0 && (
        <>
          <MenuLine />
          {others.slice(0, 8).map(({ id, name }) => (
            <MenuItem key={id} onPick={() => actions.edit([todo], { list: id }, t('todos.said.moved', { count: 1, title: todo.title, list: name }))}>
              {t('todos.moveTo', { name })}
            </MenuItem>
          ))}
        </>
      )}
      {may.trash && (
        <>
          <MenuLine />
          <MenuItem danger hint={t('todos.keys.delete')} onPick={() => actions.trash([todo])}>
            {t('todos.toTrash')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
