import type { SelectHTMLAttributes } from 'react'
import { type Label, Labelled } from './Field'

export interface Option {
  value: string
  name: string
}

interface Props extends Label, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'className' | 'children'> {
  options: readonly Option[]
}

/** A labelled choice of one among many; the list itself is the system's, which phones and keyboards know. */
export function Select({ label, hint, wrong, optional, options, ...select }: Props) {
  return (
    <Labelled {...{ label, hint, wrong, optional }}>
      {(wired) => (
        <select className="input" {...wired} {...select}>
          {options.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}
