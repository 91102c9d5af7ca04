import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { live } from '../../../api/live'
import { dueQuery, todosKey, todosTopic } from '../../../api/todos'
import type { Todo } from '../../../api/types'
import type { Moment, StripProps } from '../../../frame/service'
import { Trouble } from '../../../ui/Told'
import { daysBetween, type Wall } from '../civil'
import { bucketOf, dueHere, minutesUntil } from '../due'
import { useActions } from '../useActions'
import { useVoice, useWall, type Voice } from '../useVoice'
import '../../../styles/todos.css'

/** What is late, due today or in the next days, to be finished right here. */
export default function Next({ children }: StripProps) {
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

  if (due.error && !due.data) return children({ moments: [trouble(due.error)], waiting: false })
  const moments = (due.data?.items ?? []).map((todo) => momentOf(todo, wall, voice, t, () => actions.finish([todo], !todo.completed)))
  const more = due.data?.more && (
    <Link to="/todos" className="link">
      {t('todos.strip.more')}
    </Link>
  )
  return children({ moments, waiting: due.isPending && me !== null, ...(more ? { more } : {}) })
}

function momentOf(todo: Todo, wall: Wall, voice: Voice, t: TFunction, onFinish: () => void): Moment {
  const { id, title, completed } = todo
  const { date, time } = dueHere(todo) ?? { date: wall.date, time: null }
  const late = !completed && bucketOf(todo, wall) === 'overdue'
  return {
    key: `todo-${id}`,
    day: date,
    time,
    when: { ...when(date, time, wall, voice, t), ...(late ? { below: t('todos.strip.late'), late: true } : {}) },
    ...(completed ? {} : { title }),
    section: 'todos',
    row: <TodoRow todo={todo} onFinish={onFinish} />,
  }
}

/** The hour if there is one, else the day; under it what that leaves open. */
function when(date: string, time: string | null, wall: Wall, voice: Voice, t: TFunction): { main: string; below: string } {
  const days = daysBetween(wall.date, date)
  if (days === 0) return time ? { main: time, below: soon(minutesUntil(time, wall), t) } : { main: t('todos.strip.today'), below: t('todos.strip.anyTime') }
  const day = days === 1 ? t('todos.tomorrow') : voice.shortDay(date)
  return time ? { main: time, below: day } : { main: days > 0 ? voice.shortWeekday(date) : voice.shortDay(date), below: days > 0 ? day : '' }
}

function soon(minutes: number, t: TFunction): string {
  if (minutes < 0) return t('when.today')
  const hours = Math.floor(minutes / 60)
  if (hours >= 6) return t('when.today')
  return hours > 0 ? t('todos.strip.inHours', { hours, minutes: String(minutes % 60).padStart(2, '0') }) : t('todos.strip.inMinutes', { minutes })
}

function TodoRow({ todo, onFinish }: { todo: Todo; onFinish: () => void }) {
  const { t } = useTranslation()
  const { id, title, completed, priority, labels, repeat } = todo
  const voice = useVoice()
  return (
    <div className={`todo on-tonight ${completed ? 'is-done' : ''}`}>
      <input type="checkbox" className={`check p${priority}`} checked={completed} aria-label={t('todos.finishOne', { title })} onChange={onFinish} />
      <div className="min-w-0">
        <Link to="/todos" search={{ item: id }} className="title">
          {title}
        </Link>
        {repeat && <span className="small block">{voice.repeat(repeat)}</span>}
      </div>
      <span className="tags">
        {labels.slice(0, 2).map((label) => (
          <span key={label} className="tag">
            {label}
          </span>
        ))}
      </span>
    </div>
  )
}

const trouble = (error: Error): Moment => ({
  key: 'todos-trouble',
  day: null,
  time: null,
  when: { main: '' },
  section: 'todos',
  row: (
    <div className="body">
      <Trouble error={error} />
    </div>
  ),
})
