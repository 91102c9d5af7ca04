import { type InputHTMLAttributes, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'className'> {
  label: string
  hint?: ReactNode
  /** What is wrong with what was typed, in words. */
  wrong?: string | undefined
  optional?: boolean
}

/** A labelled field. What is wrong stands under it and is read with it. */
export function Field({ label, hint, wrong, optional, children, ...input }: Props & { children?: ReactNode }) {
  const { t } = useTranslation()
  const id = useId()
  const about = wrong ? `${id}-wrong` : hint ? `${id}-hint` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <span className="opt">({t('fields.optional')})</span>}
      </label>
      <div className="relative">
        <input id={id} className="input" aria-invalid={wrong ? true : undefined} aria-describedby={about} {...input} />
        {children}
      </div>
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
