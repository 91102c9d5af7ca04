import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Wordmark } from '../ui/Wordmark'
import { LanguageChoice } from './LanguageChoice'
import { Outage } from './Outage'

interface Props {
  title: string
  /** Under the title, before the form. */
  lead?: ReactNode
  children?: ReactNode
}

/** A page outside, under the wordmark: one form, nothing else. Dark in both themes. */
export function Door({ title, lead, children }: Props) {
  const { t } = useTranslation()
  return (
    <div className="outside" data-theme="dark">
      <header>
        <Outage />
        <div className="shade">
          <Link to="/" aria-label={t('app.name')}>
            <Wordmark />
          </Link>
        </div>
      </header>
      <main id="page" tabIndex={-1} className="doorway">
        <div className="grid gap-5">
          <div>
            <h1 className="d2">{title}</h1>
            {lead && <div className="mt-2 text-[15px] text-ink-2">{lead}</div>}
          </div>
          {children}
          <LanguageChoice />
        </div>
      </main>
    </div>
  )
}
