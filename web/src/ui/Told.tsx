import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { atFields, inWords } from '../i18n/problems'

interface Props {
  kind?: 'plain' | 'warn' | 'bad' | 'good'
  /** Read out at once: for the answer to something that was just done. */
  alert?: boolean
  children: ReactNode
}

/** Something told in words. */
export function Told({ kind = 'plain', alert, children }: Props) {
  return (
    <div className={`told ${kind === 'plain' ? '' : kind}`} {...(alert ? { role: kind === 'bad' ? 'alert' : 'status' } : {})}>
      {children}
    </div>
  )
}

/** A problem in words, with what it says of fields. A form passes only what its own fields do not tell. */
export function Trouble({ error, children }: { error: unknown; children?: ReactNode }) {
  const { t } = useTranslation()
  if (!error) return null
  const words = inWords(error, t)
  const fields = Object.values(atFields(error, t))
  return (
    <Told kind="bad" alert>
      <p>
        <b className="strong">{words.title}.</b> {fields.length > 0 ? fields.join(' ') : words.detail} {children}
      </p>
    </Told>
  )
}
