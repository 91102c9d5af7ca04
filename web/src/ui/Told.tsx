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

/** A problem in words. Nothing where its fields tell all of it. */
export function Trouble({ error, children }: { error: unknown; children?: ReactNode }) {
  const { t } = useTranslation()
  if (!error) return null
  if (Object.keys(atFields(error, t)).length > 0) return null
  const words = inWords(error, t)
  return (
    <Told kind="bad" alert>
      <p>
        <b className="strong">{words.title}.</b> {words.detail} {children}
      </p>
    </Told>
  )
}
