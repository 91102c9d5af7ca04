import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../api/client'
import { changeItem, itemQuery } from '../../api/todos'
import type { Todo } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Button } from '../../ui/Button'
import { Changed } from '../../ui/Changed'
import { Confirm } from '../../ui/Confirm'
import { Field, Labelled } from '../../ui/Field'
import { Segments } from '../../ui/Segments'
import { Select } from '../../ui/Select'
import { Sheet } from '../../ui/Sheet'
import { Bar, Skeleton } from '../../ui/Skeleton'
import { Told, Trouble } from '../../ui/Told'
import { useForm, type Wrongs } from '../../ui/useForm'
import { known, renew } from './cache'
import { DueFields } from './DueFields'
import { asChange, asFields, type Fields } from './fields'
import { LabelsField } from './LabelsField'
import { useView } from './view'

interface Props {
  id: string
  onSaved: (id: string) => void
}

/** All of one to-do, beside the list. */
export function Detail({ id, onSaved }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { change } = useView()
  const item = useQuery({ ...itemQuery(id), placeholderData: () => known(client, id) })
  const close = () => change({ item: undefined })
  if (item.data) return <Form key={item.data.id} todo={item.data} onClose={close} onSaved={onSaved} onRefresh={() => item.refetch()} />
  return (
    <Sheet title={t('todos.detail')} onClose={close}>
      {isProblem(item.error, '/problems/todos/no-such-item') ? (
        <Told kind="warn">{t('todos.gone')}</Told>
      ) : item.error ? (
        <Trouble error={item.error} />
      ) : (
        <Skeleton>
          <div className="grid gap-5">
            <Bar w="100%" h={48} />
            <Bar w="100%" h={96} />
            <Bar w="60%" h={48} />
          </div>
        </Skeleton>
      )}
    </Sheet>
  )
}

interface FormProps {
  todo: Todo
  onClose: () => void
  onSaved: (id: string) => void
  onRefresh: () => unknown
}

function Form({ todo, onClose, onSaved, onRefresh }: FormProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { lists, actions } = useView()
  const may = todo._templates
  const edit = useForm<Fields, Todo>({
    start: asFields(todo),
    check: ({ title }): Wrongs => (title.trim() ? {} : { title: t('todos.needTitle') }),
    send: (values, changes) => changeItem(todo.id, asChange(values, changes, todo), todo.version),
    done: (fresh) => {
      renew(client, fresh)
      onSaved(fresh.id)
      onClose()
    },
    refresh: onRefresh,
  })
  const { form, field, values, clashes } = edit
  const names: Record<keyof Fields, string> = {
    title: t('todos.field.title'), note: t('todos.field.note'), date: t('todos.field.date'), time: t('todos.field.time'), zone: t('todos.field.zone'), every: t('todos.field.repeat'), interval: t('todos.field.interval'),
    days: t('todos.field.days'), priority: t('todos.field.priority'), labels: t('todos.field.labels'), list: t('todos.field.list'),
  }
  const there = asFields(todo)
  const said = (name: keyof Fields) => (name === 'list' ? (lists.find(({ id }) => id === there.list)?.name ?? '') : name === 'priority' ? t(`todos.level.${there.priority}`) : there[name])
  const [asking, setAsking] = useState(false)
  const leave = () => (edit.dirty ? setAsking(true) : onClose())
  const gone = (act: () => void) => () => {
    onClose()
    act()
  }
  const foot = may.edit && (
    <>
      <Button look="primary" type="submit" form="todo-form" small doing={edit.busy && t('todos.saving')}>
        {t('todos.save')}
      </Button>
      <Button small look="quiet" onClick={leave}>
        {t('actions.close')}
      </Button>
      {may.trash && (
        <Button small look="quiet" className="ml-auto text-curtain" onClick={gone(() => actions.trash([todo]))}>
          {t('todos.toTrash')}
        </Button>
      )}
    </>
  )
  return (
    <Sheet title={t('todos.detail')} onClose={leave} foot={foot}>
      <form {...form} id="todo-form" className="grid gap-5">
        <Changed clashes={clashes.map((name) => ({ label: names[name], there: said(name) }))} onTake={edit.revert} />
        <Trouble error={edit.error} />
        <fieldset disabled={!may.edit} className="grid gap-5">
          <Field label={names.title} maxLength={200} autoComplete="off" {...field('title')} />
          <Labelled label={names.note} optional>
            {(wired) => <textarea className="input" maxLength={10_000} {...wired} {...noWrong(field('note'))} />}
          </Labelled>
          <DueFields edit={edit} names={names} />
          <Segments label={names.priority} value={values.priority} onChange={(level) => edit.change('priority', level)} options={(['0', '1', '2', '3'] as const).map((value) => ({ value, name: t(`todos.level.${value}`) }))} />
          <LabelsField label={names.labels} value={values.labels} onChange={(labels) => edit.change('labels', labels)} />
          {lists.length > 1 && <Select label={names.list} options={lists.map((list) => ({ value: list.id, name: list.name }))} {...field('list')} />}
        </fieldset>
      </form>
      <Made todo={todo} />
      <Confirm open={asking} title={t('unsaved.title')} text={t('unsaved.text')} act={t('unsaved.leave')} stay={t('unsaved.stay')} doing={false} error={null} danger onAct={onClose} onClose={() => setAsking(false)} />
    </Sheet>
  )
}

/** The props of a field whose words are shown by its frame. */
const noWrong = <T extends { wrong?: string | undefined }>({ wrong: _, ...rest }: T) => rest

function Made({ todo }: { todo: Todo }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <p className="tiny mt-6" title={format.exact(todo.updated_at)}>
      {t('todos.made', { number: todo.number, when: format.when(todo.created_at) })}
    </p>
  )
}
