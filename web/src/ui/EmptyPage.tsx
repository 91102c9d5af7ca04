import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { inWords } from '../i18n/problems'
import { Button } from './Button'
import { Empty } from './Empty'
import { useTitle } from './page'

/** A page with nothing to show but why, and the way on: lost, not allowed, broken, no answer. */
export function EmptyPage({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) {
  useTitle(title)
  return (
    <div className="pt-4">
      <Empty page title={title} text={text}>
        {children}
      </Empty>
    </div>
  )
}

/** A page whose first question failed. It asks again by itself when the server is back. */
export function TroublePage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const words = inWords(error, t)
  return (
    <div role="alert">
      <EmptyPage title={words.title} text={words.detail}>
        <Button small look="primary" onClick={onRetry}>
          {t('actions.retry')}
        </Button>
      </EmptyPage>
    </div>
  )
}
