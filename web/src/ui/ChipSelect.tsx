import type { Option } from './Select'

interface Props {
  label: string
  /** What stands there while nothing is chosen. */
  any: string
  value: string | undefined
  options: readonly Option[]
  onChange: (value: string | undefined) => void
}

/** A filter with more choices than there is room for chips. */
export function ChipSelect({ label, any, value, options, onChange }: Props) {
  return (
    <select className={`chip ${value ? 'on' : ''}`} aria-label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  )
}
