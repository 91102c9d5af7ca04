import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, memo, type MouseEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Todo } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Icon } from '../../ui/Icon'
import { type Bucket, bucketOf } from './due'
import { RowMenu } from './RowMenu'
import { useView } from './view'

interface Props {
  todo: Todo
  /** The heading that it stands under, which says a part of its day already. */
  under?: Bucket | undefined
  /** On the board there is little room. */
  card?: boolean
  /** Starts dragging; only where the order is one's own. */
  onGrip?: ((event: React.PointerEvent, id: string) => void) | undefined
}

/** One to-do: finish it, open it, and what is known of it. */
export const Row = memo(function Row({ todo, under, card, onGrip }: Props) {
  const { t } = useTranslation()
  const { wall, actions, picked, pick, renaming } = useView()
  const { id, title, completed } = todo
  const late = !completed && bucketOf(todo, wall) === 'overdue'
  const may = todo._templates
  const chosen = picked.has(id)
  return (
    <li className={`todo ${card ? 'in-card' : ''} ${completed ? 'is-done' : ''} ${late ? 'is-late' : ''} ${chosen ? 'is-picked' : ''}`} data-id={id} style={{ viewTransitionName: `todo-${todo.number}` }}>
      {onGrip && may.move && (
        <span className="grip" aria-hidden="true" title={t('todos.drag')} onPointerDown={(event) => onGrip(event, id)}>
          <Icon name="grip" size={18} />
        </span>
      )}
      <input
        type="checkbox"
        className={`check p${todo.priority}`}
        checked={completed}
        disabled={!may.finish && !may.reopen}
        aria-label={t('todos.finishOne', { title })}
        onChange={() => actions.finish([todo], !completed)}
      />
      <div className="what">
        {renaming === id && may.edit ? <Rename todo={todo} /> : <Title todo={todo} onPick={pick} />}
        {chosen && <span className="sr-only">{t('todos.picked')}</span>}
        <Below todo={todo} late={late} under={under} card={card} />
      </div>
      <span className="tags">
        {todo.priority > 0 && (
          <span className={`tag level l${todo.priority}`} title={t(`todos.priority.${todo.priority}`)}>
            <span aria-hidden="true">{`!${todo.priority}`}</span>
            <span className="sr-only">{t(`todos.priority.${todo.priority}`)}</span>
          </span>
        )}
        {todo.labels.map((label) => (
          <span key={label} className="tag">
            {label}
          </span>
        ))}
      </span>
      <RowMenu todo={todo} />
    </li>
  )
})

function Title({ todo, onPick }: { todo: Todo; onPick: (id: string) => void }) {
  const { search, list, rename } = useView()
  const onClick = (event: MouseEvent) => {
    // As in lists of files: with Ctrl or Shift a press selects.
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return
    event.preventDefault()
    onPick(todo.id)
  }
  const link = { search: { ...search, item: todo.id }, resetScroll: false, className: 'title', 'data-row': true, onClick, onDoubleClick: () => rename(todo.id) }
  return list ? (
    <Link to="/todos/$list" params={{ list }} {...link}>
      {todo.title}
    </Link>
  ) : (
    <Link to="/todos" {...link}>
      {todo.title}
    </Link>
  )
}

/** The title as a field, in its place: Enter keeps, Escape gives up. */
function Rename({ todo }: { todo: Todo }) {
  const { t } = useTranslation()
  const { rename, actions } = useView()
  const [title, setTitle] = useState(todo.title)
  const keep = () => {
    const next = title.trim()
    rename(null)
    if (next && next !== todo.title) actions.edit([todo], { title: next }, t('todos.said.renamed', { title: next }))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') keep()
    if (event.key === 'Escape') rename(null)
  }
  return (
    <input
      className="rename"
      // It takes the place of what had the focus.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      value={title}
      maxLength={200}
      aria-label={t('todos.field.title')}
      onChange={(event) => setTitle(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={keep}
    />
  )
}

/** When, how often, and how the note begins. */
function Below({ todo, late, under, card }: { todo: Todo; late: boolean; under: Bucket | undefined; card: boolean | undefined }) {
  const { t } = useTranslation()
  const { wall, voice } = useView()
  const format = useFormat()
  const { completed, completed_at, due, due_at, repeat, note } = todo
  const when = voice.due(todo, wall, under)
  const words = completed ? t('todos.doneAt', { when: completed_at ? format.when(completed_at) : '' }) : late ? t('todos.late', { when }) : when
  const rest = [!completed && repeat ? voice.repeat(repeat) : '', note.split('\n')[0]].filter(Boolean).join(', ')
  if (!words && !rest) return under === 'none' && !card ? <span className="small block">{t('todos.noDate')}</span> : null
  return (
    <span className="small below">
      {words && (
        <span className={late ? 'late' : ''} title={due?.time && due_at ? format.exact(due_at) : undefined}>
          {words}
        </span>
      )}
      {words && rest && ', '}
      {rest}
    </span>
  )
}
