import { useId } from 'react'

interface Props<T extends string> {
  label: string
  value: T
  options: readonly { value: T; name: string }[]
  onChange: (value: T) => void
}

/** A choice of one among few, all of them in sight. */
export function Segments<T extends string>({ label, value, options, onChange }: Props<T>) {
  // The same choice may be offered in two places of a page, which are two groups of buttons.
  const name = useId()
  return (
    <fieldset>
      <legend className="label mb-1.5">{label}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} value={option.value} checked={value === option.value} onChange={() => onChange(option.value)} />
            {option.name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
