import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addList, changeList, removeList, todosKey } from '../../api/todos'
import type { ListColor, TodoList } from '../../api/types'
import { say } from '../../frame/toasts'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { Told, Trouble } from '../../ui/Told'
import { useForm, type Wrongs } from '../../ui/useForm'
import { useIntent } from '../../ui/useIntent'
import { useView } from './view'

const COLORS: readonly ListColor[] = ['amber', 'rose', 'teal', 'violet', 'blue', 'green']

/** A list: its name and colour, a new one or one that is there. */
export function ListSheet({ list, onClose }: { list: TodoList | null; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const intent = useIntent()
  const { form, field, change, values, busy, error } = useForm({
    start: { name: list?.name ?? '', color: list?.color ?? null },
    check: ({ name }): Wrongs => (name.trim() ? {} : { name: t('todos.lists.needName') }),
    send: (all, changes) => (list ? changeList(list.id, changes, list.version) : addList(all, intent.keyOf(all))),
    done: async (saved) => {
      await client.invalidateQueries({ queryKey: todosKey })
      onClose()
      if (!list) await navigate({ to: '/todos/$list', params: { list: saved.id } })
    },
  })
  return (
    <Sheet title={list ? t('todos.lists.edit') : t('todos.lists.new')} onClose={onClose}>
      <form {...form} className="grid gap-5">
        <Field label={t('todos.lists.name')} maxLength={60} autoComplete="off" {...field('name')} />
        <fieldset>
          <legend className="label mb-2 text-ink">{t('todos.lists.color')}</legend>
          <div className="swatches">
            {[null, ...COLORS].map((color) => (
              <label key={color ?? 'none'} title={t(`todos.colors.${color ?? 'none'}`)}>
                <input type="radio" name="color" className="sr-only" checked={values.color === color} onChange={() => change('color', color)} />
                <i className={`dot-color ${color ? `c-${color}` : 'c-none'}`} aria-hidden="true" />
                <span className="sr-only">{t(`todos.colors.${color ?? 'none'}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Trouble error={error} />
        <Button type="submit" look="primary" doing={busy && t('todos.saving')}>
          {list ? t('todos.save') : t('todos.lists.make')}
        </Button>
      </form>
      {list?._templates.delete && <Removal list={list} onClose={onClose} />}
    </Sheet>
  )
}

/** Its to-dos go to the trash, from where they can come back; the list itself does not, so it is said first. */
function Removal({ list, onClose }: { list: TodoList; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const view = useView()
  const [asked, setAsked] = useState(false)
  const removing = useMutation({
    mutationFn: () => removeList(list.id),
    onSuccess: async () => {
      onClose()
      if (view.list === list.id) await navigate({ to: '/todos' })
      await client.invalidateQueries({ queryKey: todosKey })
      say(t('todos.lists.removed', { name: list.name }))
    },
  })
  if (!asked) {
    return (
      <Button look="quiet" small className="mt-6 text-curtain" onClick={() => setAsked(true)}>
        {t('todos.lists.remove')}
      </Button>
    )
  }
  return (
    <div className="mt-6 grid gap-3">
      <Told kind="warn" alert>
        {t('todos.lists.removeText', { count: list.open, name: list.name })}
      </Told>
      <Trouble error={removing.error} />
      <div className="flex gap-2.5">
        <Button small look="danger" doing={removing.isPending && t('todos.lists.removing')} onClick={() => removing.mutate()}>
          {t('todos.lists.removeYes')}
        </Button>
        <Button small onClick={() => setAsked(false)}>
          {t('todos.lists.keep')}
        </Button>
      </div>
    </div>
  )
}
