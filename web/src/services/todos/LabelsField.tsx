import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelsQuery } from '../../api/todos'
import { DropChip } from '../../ui/Chip'
import { Labelled } from '../../ui/Field'
import { labelsOf } from './fields'

interface Props {
  label: string
  /** With commas between. */
  value: string
  onChange: (value: string) => void
}

/** Labels as chips, and a field for one more; Enter or a comma adds it. */
export function LabelsField({ label, value, onChange }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const known = useQuery(labelsQuery).data ?? []
  const labels = labelsOf(value)
  const add = (text: string) => {
    const next = labelsOf([...labels, text].join(','))
    setTyped('')
    if (next.length > labels.length) onChange(next.join(', '))
  }
  return (
    <Labelled label={label} hint={t('todos.labelsHint')}>
      {(wired) => (
        <>
          {labels.length > 0 && (
            <div className="flex flex-wrap gap-2">
              {labels.map((each) => (
                <DropChip key={each} label={t('todos.dropLabel', { label: each })} onDrop={() => onChange(labels.filter((other) => other !== each).join(', '))}>
                  {each}
                </DropChip>
              ))}
            </div>
          )}
          <input
            className="input"
            list="known-labels"
            value={typed}
            maxLength={40}
            autoComplete="off"
            {...wired}
            onChange={({ target }) => (target.value.endsWith(',') ? add(target.value) : setTyped(target.value))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !typed.trim()) return
              event.preventDefault()
              add(typed)
            }}
            onBlur={() => add(typed)}
          />
          <datalist id="known-labels">
            {known.filter(({ name }) => !labels.includes(name)).map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </datalist>
        </>
      )}
    </Labelled>
  )
}
