import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/Field'
import { Select } from '../../ui/Select'
import type { Form } from '../../ui/useForm'
import { ownZone, WEEK } from './civil'
import { easyDates } from './due'
import { daysOf, type Fields } from './fields'
import { useView } from './view'

interface Props {
  edit: Pick<Form<Fields>, 'field' | 'values' | 'change'>
  names: Record<keyof Fields, string>
}

/** The day, if any; with a day also the time, and how often it comes again. */
export function DueFields({ edit, names }: Props) {
  const { t } = useTranslation()
  const { wall } = useView()
  const { field, values, change } = edit
  const days = easyDates(wall)
  const easy = [
    ['today', days.today],
    ['tomorrow', days.tomorrow],
    ['nextWeek', days.nextWeek],
    ['none', ''],
  ] as const
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-[minmax(0,1fr)_136px] gap-3">
        <Field label={names.date} type="date" {...field('date')} />
        <Field label={names.time} type="time" disabled={!values.date} {...field('time')} />
      </div>
      <div className="flex flex-wrap gap-2">
        {easy.map(([name, date]) => (
          <button key={name} type="button" className={`chip ${values.date === date ? 'on' : ''}`} aria-pressed={values.date === date} onClick={() => change('date', date)}>
            {t(`todos.put.${name}`)}
          </button>
        ))}
      </div>
      {values.date && values.time && <Select label={names.zone} options={zones(values.zone).map((zone) => ({ value: zone, name: zone.replaceAll('_', ' ') }))} {...field('zone')} />}
      {values.date && <RepeatFields edit={edit} names={names} />}
    </div>
  )
}

function RepeatFields({ edit, names }: Props) {
  const { t } = useTranslation()
  const { voice } = useView()
  const { field, values, change } = edit
  const on = daysOf(values.days)
  const options = (['', 'day', 'week', 'month', 'year'] as const).map((every) => ({ value: every, name: t(`todos.repeat.${every || 'never'}`) }))
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_136px] gap-3">
        <Select label={names.every} options={options} {...field('every')} />
        {values.every && <Field label={names.interval} type="number" min={1} max={99} {...field('interval')} />}
      </div>
      {values.every === 'week' && (
        <div className="flex flex-wrap gap-1.5" role="group" aria-label={names.days}>
          {WEEK.map((day) => (
            <button
              key={day}
              type="button"
              className={`chip px-2.5! ${on.includes(day) ? 'on' : ''}`}
              aria-pressed={on.includes(day)}
              aria-label={voice.weekday(day)}
              onClick={() => change('days', (on.includes(day) ? on.filter((each) => each !== day) : WEEK.filter((each) => each === day || on.includes(each))).join(','))}
            >
              {voice.weekday(day, 'short')}
            </button>
          ))}
        </div>
      )}
    </>
  )
}

/** The zone here and the one that was written down first, then all others. */
function zones(chosen: string): string[] {
  return [...new Set([ownZone(), chosen, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}
