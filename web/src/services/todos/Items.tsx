import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Todo } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Bar, Skeleton } from '../../ui/Skeleton'
import { type Bucket, BUCKETS, bucketOf, COLUMNS } from './due'
import { Row } from './Row'
import { useView } from './view'

type OnGrip = (event: React.PointerEvent, id: string) => void

/** The to-dos under the days on which they are due, or in the order that their owner gave them. */
export function Items({ items, byDay, onGrip }: { items: readonly Todo[]; byDay: boolean; onGrip?: OnGrip | undefined }) {
  const { t } = useTranslation()
  const { wall } = useView()
  if (!byDay) {
    return (
      <ul className="rows" aria-label={t('todos.title')}>
        {items.map((todo) => (
          <Row key={todo.id} todo={todo} onGrip={onGrip} />
        ))}
      </ul>
    )
  }
  const groups = grouped(items, (todo) => bucketOf(todo, wall))
  return BUCKETS.map((bucket) => {
    const rows = groups.get(bucket)
    if (!rows) return <Fragment key={bucket} />
    return (
      <section key={bucket} className="day" aria-labelledby={`day-${bucket}`}>
        <h2 id={`day-${bucket}`} className={`d3 ${bucket === 'overdue' ? 'text-curtain' : ''}`}>
          {t(`todos.bucket.${bucket}`)}
        </h2>
        <ul className="rows">
          {rows.map((todo) => (
            <Row key={todo.id} todo={todo} under={bucket} />
          ))}
        </ul>
      </section>
    )
  })
}

/** Columns by the day on which they are due, side by side; on a phone one swipes from one to the next. */
export function Board({ items }: { items: readonly Todo[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { wall } = useView()
  const groups = grouped(items, (todo) => {
    const bucket = bucketOf(todo, wall)
    return bucket === 'tomorrow' ? 'week' : bucket
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="board-cols" role="group" aria-label={t('todos.board')} tabIndex={0}>
      {COLUMNS.map((bucket) => {
        const rows = groups.get(bucket) ?? []
        return (
          <section key={bucket} className="col" aria-labelledby={`col-${bucket}`}>
            <h2 id={`col-${bucket}`} className={`label flex justify-between ${bucket === 'overdue' && rows.length > 0 ? 'text-curtain!' : ''}`}>
              {t(`todos.bucket.${bucket}`)}
              <span className="num">{format.number(rows.length)}</span>
            </h2>
            {rows.length > 0 ? (
              <ul>
                {rows.map((todo) => (
                  <Row key={todo.id} todo={todo} under={bucket} card />
                ))}
              </ul>
            ) : (
              <p className="small nothing">{t(`todos.columnEmpty.${bucket as 'overdue' | 'today' | 'week' | 'later' | 'none'}`)}</p>
            )}
          </section>
        )
      })}
    </div>
  )
}

function grouped(items: readonly Todo[], of: (todo: Todo) => Bucket): Map<Bucket, Todo[]> {
  const groups = new Map<Bucket, Todo[]>()
  for (const todo of items) groups.set(of(todo), [...(groups.get(of(todo)) ?? []), todo])
  return groups
}

/** The shape of a list while it is fetched. */
export function ItemsWaiting() {
  return (
    <Skeleton>
      <Bar w={90} h={24} className="mb-2" />
      {[46, 62, 38, 54, 42].map((width) => (
        <div key={width} className="todo">
          <Bar w={22} h={22} />
          <span className="grid gap-2">
            <Bar w={`${width}%`} h={18} />
            <Bar w="22%" h={13} />
          </span>
          <Bar w={44} h={20} />
        </div>
      ))}
    </Skeleton>
  )
}
