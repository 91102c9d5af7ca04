import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { may, useMe } from '../../../api/accounts'
import { dueQuery } from '../../../api/todos'
import { Proposal } from '../../../frame/Proposal'

/** Write down what is not to be forgotten; nothing for who has something on the timeline already. */
export default function Write() {
  const { t } = useTranslation()
  const me = useMe()
  const allowed = may(me, 'todos.own')
  const due = useQuery({ ...dueQuery, enabled: allowed }).data
  if (!allowed || !due || due.items.length > 0) return null
  return (
    <Proposal icon="todos" section="todos" title={t('todos.propose.title')} text={t(due.open > 0 ? 'todos.propose.more' : 'todos.propose.text', { count: due.open })}>
      <Link to="/todos" search={{ write: '' }} className="btn sm">
        {t('todos.propose.go')}
      </Link>
    </Proposal>
  )
}
