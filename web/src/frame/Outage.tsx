import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../api/client'
import { live } from '../api/live'
import { useGoneSince } from '../api/reach'
import { useFormat } from '../i18n/format'
import { Button } from '../ui/Button'
import { say } from './toasts'

const ASK_EVERY = 4_000

/** Tells that the server does not answer, asks it now and then, and refreshes what is shown when it is back. */
export function Outage() {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const since = useGoneSince()
  const wasGone = useRef(false)

  const ask = useCallback(() => {
    // A failure is what is known already; a success is noticed by the client itself.
    get('').catch(() => {})
  }, [])

  useEffect(() => {
    if (since === null) {
      if (!wasGone.current) return
      wasGone.current = false
      say(t('outage.back'))
      live.nudge()
      void client.invalidateQueries()
      return
    }
    wasGone.current = true
    const timer = setInterval(ask, ASK_EVERY)
    return () => clearInterval(timer)
  }, [since, client, ask, t])

  if (since === null) return null
  return (
    <div className="told warn outage" role="status">
      <p className="flex-1">{t('outage.note', { time: format.time(new Date(since)) })}</p>
      <Button small onClick={ask}>
        {t('actions.retry')}
      </Button>
    </div>
  )
}
