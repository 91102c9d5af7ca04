import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { namedQuery } from '../../../api/games'
import type { NamedWork } from '../../../api/types'
import { Button } from '../../../ui/Button'
import { Cover } from '../../../ui/cover/Cover'
import { Labelled } from '../../../ui/Field'
import { coverOf } from '../cover'

interface Props {
  label: string
  hint?: React.ReactNode
  wrong?: string | undefined
  optional?: boolean
  value: NamedWork | null
  /** The game that cannot be meant. */
  not?: string
  onChange: (work: NamedWork | null) => void
}

/** Names a game: one types a part of its name and picks it. */
export function WorkPicker({ label, hint, wrong, optional, value, not, onChange }: Props) {
  const { t } = useTranslation()
  const list = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const found = useQuery(namedQuery(useDeferredValue(typed)))
  const works = typed.trim() ? (found.data?.items ?? []).filter(({ id }) => id !== not) : []
  const take = (work: NamedWork) => {
    onChange({ id: work.id, title: work.title })
    setTyped('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (works.length === 0) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((before) => (before + (event.key === 'ArrowDown' ? 1 : works.length - 1)) % works.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      take(works[Math.min(at, works.length - 1)]!)
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      setTyped('')
    }
  }
  if (value) {
    return (
      <div className="field">
        <span className="label">{label}</span>
        <div className="flex min-h-12 items-center justify-between gap-3 rounded-xl border border-line-strong bg-card pr-1.5 pl-3.5">
          <span className="truncate">{value.title}</span>
          <Button small look="quiet" onClick={() => onChange(null)} aria-label={t('keep.picker.drop', { title: value.title })}>
            {t('keep.picker.other')}
          </Button>
        </div>
        {wrong ? <p className="wrong">{wrong}</p> : hint && <p className="hint">{hint}</p>}
      </div>
    )
  }
  return (
    <Labelled label={label} hint={hint ?? t('keep.picker.hint')} wrong={wrong} {...(optional ? { optional } : {})}>
      {(wired) => (
        <div className="relative">
          <input
            className="input"
            role="combobox"
            aria-expanded={works.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={works.length > 0 ? `${list}-${Math.min(at, works.length - 1)}` : undefined}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            {...wired}
            onChange={({ target }) => {
              setTyped(target.value)
              setAt(0)
            }}
            onKeyDown={onKeyDown}
          />
          <div id={list} role="listbox" aria-label={label} className={works.length > 0 ? 'picks' : 'hidden'}>
            {works.map((work, i) => (
              // The keyboard picks from the field.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div key={work.id} id={`${list}-${i}`} role="option" aria-selected={i === at} onMouseDown={(event) => event.preventDefault()} onClick={() => take(work)}>
                <Cover of={coverOf(work)} decorative />
                <span className="min-w-0">
                  <span className="block truncate font-semibold">{work.title}</span>
                  <span className="tiny block truncate">{[work.year, work.platforms[0]].filter(Boolean).join(', ')}</span>
                </span>
              </div>
            ))}
          </div>
        </div>
      )}
    </Labelled>
  )
}
