import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { hasFilters } from './search'
import { useView } from './view'

/** No to-do to show: because of the filters, because nothing is done yet, or because all is done. */
export function Nothing({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation()
  const { search, change } = useView()
  if (search.state === 'done' && !hasFilters(search)) return <Empty title={t('todos.empty.doneTitle')} text={t('todos.empty.done')} />
  if (search.due && !search.label && !search.priority && !search.q) {
    return (
      <Empty title={t(`todos.empty.due.${search.due}`)} text={t('todos.empty.dueText')}>
        <Button small look="primary" onClick={() => change({ due: undefined })}>
          {t('todos.empty.showAll')}
        </Button>
      </Empty>
    )
  }
  if (hasFilters(search)) {
    return (
      <Empty title={t('todos.empty.filtersTitle')} text={t('todos.empty.filters')}>
        <Button small look="primary" onClick={() => change({ due: undefined, label: undefined, priority: undefined, q: undefined })}>
          {t('todos.empty.drop')}
        </Button>
      </Empty>
    )
  }
  return (
    <Empty title={t('todos.empty.title')} text={t('todos.empty.text')}>
      <Button small onClick={onNew}>
        {t('todos.empty.write')}
      </Button>
    </Empty>
  )
}
