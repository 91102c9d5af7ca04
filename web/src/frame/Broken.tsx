import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { inWords } from '../i18n/problems'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { useTitle } from '../ui/page'

/** A page that could not be shown, and the way on. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const words = inWords(error, t)
  useTitle(words.title)
  return (
    <div className="page mx-auto w-full" role="alert">
      <h1 className="sr-only">{words.title}</h1>
      <Empty title={words.title} text={words.detail}>
        <Button
          small
          look="primary"
          onClick={() => {
            reset()
            void router.invalidate()
          }}
        >
          {t('actions.retry')}
        </Button>
      </Empty>
    </div>
  )
}
