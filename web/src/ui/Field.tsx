import { type InputHTMLAttributes, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface Label {
  label: string
  hint?: ReactNode
  /** What is wrong with what was typed, in words. */
  wrong?: string | undefined
  optional?: boolean
}

/** What a control needs so that its label, its hint and what is wrong are read with it. */
interface Wired {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

/** The frame of every field: label above, and under it what is wrong, else the hint. */
export function Labelled({ label, hint, wrong, optional, children }: Label & { children: (wired: Wired) => ReactNode }) {
  const { t } = useTranslation()
  const id = useId()
  const about = wrong ? `${id}-wrong` : hint ? `${id}-hint` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <span className="opt">({t('fields.optional')})</span>}
      </label>
      {children({ id, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': about })}
      {wrong ? (
        <p id={`${id}-wrong`} className="wrong">
          {wrong}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="hint">
            {hint}
          </p>
        )
      )}
    </div>
  )
}

interface Props extends Label, Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'className'> {}

/** A labelled field of one line. */
export function Field({ label, hint, wrong, optional, children, ...input }: Props) {
  return (
    <Labelled {...{ label, hint, wrong, optional }}>
      {(wired) => (
        <div className="relative">
          <input className="input" {...wired} {...input} />
          {children}
        </div>
      )}
    </Labelled>
  )
}

/** A password field that can show what was typed. */
export function PasswordField(props: Omit<Props, 'type'>) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  return (
    <Field {...props} type={shown ? 'text' : 'password'} autoCapitalize="off" spellCheck={false} style={{ paddingRight: 76 }}>
      <button type="button" className="peek" aria-pressed={shown} aria-label={t(shown ? 'fields.hidePassword' : 'fields.showPassword')} onClick={() => setShown(!shown)}>
        {t(shown ? 'fields.hide' : 'fields.show')}
      </button>
    </Field>
  )
}
