import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../../api/client'
import { answerDoubt } from '../../../api/keeping'
import { gamesKey } from '../../../api/games'
import type { Doubt } from '../../../api/types'
import { say } from '../../../frame/toasts'
import { inWords } from '../../../i18n/problems'

/** A merge cannot be undone, so an answer waits this long before it is sent. */
const PATIENCE = 8_000

interface Verdict {
  doubt: Doubt
  same: boolean
  key: string
}

export const pairOf = ({ a, b }: Doubt) => `${a.id} ${b.id}`

/**
 * Answers about pairs. The last one is held back for a moment and can be taken back; it is sent when the next one is
 * given, when its time is over, or when one leaves.
 */
export function useVerdicts() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set())
  const held = useRef<Verdict | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const forget = useCallback((doubt: Doubt) => {
    setAnswered((before) => {
      const next = new Set(before)
      next.delete(pairOf(doubt))
      return next
    })
  }, [])

  const send = useCallback(() => {
    clearTimeout(timer.current)
    const verdict = held.current
    held.current = null
    if (!verdict) return
    const { doubt, same, key } = verdict
    answerDoubt(bodyOf(verdict), key).then(
      () => {
        if (same) void client.invalidateQueries({ queryKey: [...gamesKey, 'work'] })
      },
      (error) => {
        forget(doubt)
        const { title, detail } = inWords(error, t)
        say(`${title}. ${detail}`)
      },
    )
  }, [client, forget, t])

  const undo = useCallback(() => {
    clearTimeout(timer.current)
    const verdict = held.current
    held.current = null
    if (verdict) forget(verdict.doubt)
    return verdict !== null
  }, [forget])

  const answer = useCallback(
    (doubt: Doubt, same: boolean) => {
      send()
      held.current = { doubt, same, key: newKey() }
      timer.current = setTimeout(send, PATIENCE)
      setAnswered((before) => new Set(before).add(pairOf(doubt)))
      say(t(same ? 'doubts.saidSame' : 'doubts.saidDifferent', { a: doubt.a.title, b: doubt.b.title }), { name: t('todos.undo'), run: undo })
    },
    [send, undo, t],
  )

  useEffect(() => {
    const out = () => {
      const verdict = held.current
      held.current = null
      if (verdict) answerDoubt(bodyOf(verdict), verdict.key, true).catch(() => {})
    }
    window.addEventListener('pagehide', out)
    return () => {
      window.removeEventListener('pagehide', out)
      send()
    }
  }, [send])

  return { answered, answer, undo }
}

const bodyOf = ({ doubt, same }: Verdict) => ({ a: doubt.a.id, b: doubt.b.id, same, version: doubt.version })
