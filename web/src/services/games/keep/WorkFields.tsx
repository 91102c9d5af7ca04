import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NamedWork, WorkField } from '../../../api/types'
import { Field } from '../../../ui/Field'
import { Select } from '../../../ui/Select'
import type { Form } from '../../../ui/useForm'
import { KINDS } from '../search'
import type { Fields } from './fields'
import { WorkPicker } from './WorkPicker'

interface Props {
  edit: Pick<Form<Fields>, 'field' | 'values' | 'change'>
  /** Other games that are named in it. */
  named: NamedWork[]
  /** The game itself, which cannot be its own edition. */
  self?: string
  /** What stands under a field. */
  renderHint?: (field: WorkField) => ReactNode
}

/** The fields of a game, for one that is new and for one that is there. */
export function WorkFields({ edit, named, self, renderHint }: Props) {
  const { t } = useTranslation()
  const { field, values, change } = edit
  const [picked, setPicked] = useState<NamedWork[]>([])
  const text = (name: WorkField) => ({ label: t(`game.field.${name}`), hint: renderHint?.(name), autoComplete: 'off', ...field(name) })
  const game = (name: 'parent' | 'edition_of') => {
    const { wrong } = field(name)
    const value = values[name] ? ([...picked, ...named].find(({ id }) => id === values[name]) ?? { id: values[name], title: values[name] }) : null
    return {
      label: t(`game.field.${name}`),
      hint: renderHint?.(name),
      wrong,
      optional: true,
      value,
      ...(self ? { not: self } : {}),
      onChange: (work: NamedWork | null) => {
        if (work) setPicked((before) => [...before, work])
        change(name, work?.id ?? '')
      },
    }
  }
  return (
    <>
      <Field {...text('title')} maxLength={300} />
      <Field {...text('alt_title')} maxLength={300} optional />
      <div className="grid grid-cols-2 gap-4">
        <Field {...text('year')} inputMode="numeric" maxLength={4} optional />
        <Field {...text('players')} inputMode="numeric" maxLength={2} optional />
      </div>
      <Field {...text('genres')} hint={renderHint?.('genres') ?? t('keep.commas')} optional />
      <div className="grid gap-4 md:grid-cols-2">
        <Field {...text('developer')} optional />
        <Field {...text('publisher')} optional />
      </div>
      <Field {...text('franchise')} optional />
      <Select label={t('game.field.kind')} hint={renderHint?.('kind')} options={KINDS.map((kind) => ({ value: kind, name: t(`games.kinds.${kind}`) }))} {...field('kind')} />
      {(values.kind === 'dlc' || values.kind === 'expansion' || values.parent) && <WorkPicker {...game('parent')} />}
      {(values.kind === 'edition' || values.edition_of) && (
        <>
          <WorkPicker {...game('edition_of')} />
          <Field {...text('edition_title')} optional />
        </>
      )}
    </>
  )
}
