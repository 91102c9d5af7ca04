import { useTranslation } from 'react-i18next'
import type { Todo } from '../../api/types'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Menu, MenuItem } from '../../ui/Menu'
import { useView } from './view'

/** What can be done to all that are selected: only what the server offers for each of them. */
export function Bulk({ todos, onClear }: { todos: readonly Todo[]; onClear: () => void }) {
  const { t } = useTranslation()
  const { actions, lists, list } = useView()
  if (todos.length === 0) return null
  const all = (name: keyof Todo['_templates']) => todos.every(({ _templates }) => _templates[name])
  const after = (run: () => void) => () => {
    run()
    onClear()
  }
  const others = lists.filter(({ id }) => id !== list)
  const count = todos.length
  return (
    <div className="bulk" role="region" aria-label={t('todos.bulk.label')}>
      <span className="grow" role="status">
        {t('todos.bulk.count', { count })}
      </span>
      {all('finish') && (
        <Button small onClick={after(() => actions.finish(todos, true))}>
          {t('todos.bulk.finish')}
        </Button>
      )}
      {all('reopen') && (
        <Button small onClick={after(() => actions.finish(todos, false))}>
          {t('todos.bulk.reopen')}
        </Button>
      )}
      {all('edit') && others.length > 0 && (
        <Menu label={t('todos.bulk.move')} className="btn sm" face={<>{t('todos.bulk.move')}<Icon name="down" size={14} /></>}>
          {others.map(({ id, name }) => (
            <MenuItem key={id} onPick={after(() => actions.edit(todos, { list: id }, t('todos.said.moved', { count, title: todos[0]!.title, list: name })))}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      )}
      {all('trash') && (
        <Button small onClick={after(() => actions.trash(todos))}>
          {t('todos.toTrash')}
        </Button>
      )}
      {all('restore') && (
        <Button small onClick={after(() => actions.restore(todos))}>
          {t('todos.trash.restore')}
        </Button>
      )}
      <Button small look="quiet" onClick={onClear}>
        {t('todos.bulk.clear')}
      </Button>
    </div>
  )
}
