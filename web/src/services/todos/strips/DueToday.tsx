import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { live } from '../../../api/live'
import { dueQuery, todosKey, todosTopic } from '../../../api/todos'
import { bucketOf } from '../due'
import { useActions } from '../useActions'
import { useVoice, useWall } from '../useVoice'
import '../../../styles/todos.css'

const MOST = 5

/** What is due until tonight, to be finished right here. Nothing, when nothing is. */
export default function DueToday() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const me = useMe()
  const wall = useWall()
  const voice = useVoice()
  const due = useQuery({ ...dueQuery, enabled: me !== null })
  const now = useCallback(() => void client.invalidateQueries({ queryKey: todosKey }), [client])
  // What was finished here stays to be seen until one comes back: a press beside it must not hit another row.
  const changed = useCallback(() => void client.invalidateQueries({ queryKey: todosKey, predicate: ({ queryKey }) => queryKey[1] !== dueQuery.queryKey[1] }), [client])
  const actions = useActions(useMemo(() => ({ changed, now }), [changed, now]))

  useEffect(() => {
    if (!me) return
    return live.subscribe(todosTopic(me.id), changed)
  }, [me, changed])

  const items = due.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section data-section="todos" aria-labelledby="due-today">
      <h2 id="due-today" className="d3 flex items-baseline justify-between gap-4">
        {t('todos.strip.title')}
        <Link to="/todos" className="small hover:underline">
          {t('todos.title')}
        </Link>
      </h2>
      <ul className="rows mt-3 border-t border-line">
        {items.slice(0, MOST).map((todo) => {
          const late = !todo.completed && bucketOf(todo, wall) === 'overdue'
          const when = voice.due(todo, wall)
          return (
            <li key={todo.id} className={`todo slim ${todo.completed ? 'is-done' : ''}`}>
              <input type="checkbox" className={`check p${todo.priority}`} checked={todo.completed} aria-label={t('todos.finishOne', { title: todo.title })} onChange={() => actions.finish([todo], !todo.completed)} />
              <div className="what">
                <Link to="/todos" search={{ item: todo.id }} className="title">
                  {todo.title}
                </Link>
                <span className={`tiny block ${late ? 'late' : ''}`}>{late ? t('todos.late', { when }) : when}</span>
              </div>
              <span className="tags">
                {todo.labels.slice(0, 1).map((label) => (
                  <span key={label} className="tag">
                    {label}
                  </span>
                ))}
              </span>
            </li>
          )
        })}
      </ul>
      {items.length > MOST && (
        <Link to="/todos" className="small mt-2 inline-block hover:underline">
          {t('todos.strip.more', { count: items.length - MOST })}
        </Link>
      )}
    </section>
  )
}
