import { useMutation } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { get, Problem } from '../api/client'
import { inWords } from '../i18n/problems'
import { Button } from '../ui/Button'
import { useTitle } from '../ui/page'
import { Sign } from '../ui/Sign'
import { Broken } from './Broken'

const ASK_EVERY = 4_000
const marks = { em: <em /> }

/** The server cannot say who is here: the sign over the door is dark, and lights up by itself when it can. */
export function Dark(props: ErrorComponentProps) {
  const { error } = props
  const away = error instanceof Problem && (error.body.status === 0 || error.body.status >= 500)
  return away ? <DarkSign {...props} /> : <Broken {...props} />
}

function DarkSign({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const words = inWords(error, t)
  useTitle(words.title)

  // Asks on the quiet: the page is only built anew once there is an answer, so nothing flickers meanwhile.
  const asking = useMutation({
    mutationFn: () => get(''),
    onSuccess: () => {
      reset()
      return router.invalidate()
    },
  })
  const ask = asking.mutate
  useEffect(() => {
    const timer = setInterval(() => ask(), ASK_EVERY)
    return () => clearInterval(timer)
  }, [ask])

  return (
    <div className="outside unlit" data-theme="dark">
      <main id="page" tabIndex={-1}>
        <Sign lamps="unlit" name={t('app.name')} lines={[<Trans key="dark" i18nKey="sign.dark" components={marks} />, t('sign.soon')]} />
        <div className="doorway">
          <div className="grid gap-4 text-center" role="status">
            <p className="text-ink-2">{words.title}</p>
            <Button look="primary" onClick={() => ask()}>
              {t('actions.retry')}
            </Button>
          </div>
        </div>
      </main>
    </div>
  )
}
