import { useCallback, useRef } from 'react'
import { newKey } from '../api/client'

/**
 * The key of an intent: the same one as long as the same is sent, so that a repeat after a lost answer does nothing
 * twice; another for something else. `done` ends the intent, so that the same words may be sent once more.
 */
export function useIntent() {
  const kept = useRef({ body: '', key: '' })
  const keyOf = useCallback((body: object): string => {
    const text = JSON.stringify(body)
    if (kept.current.body !== text) kept.current = { body: text, key: newKey() }
    return kept.current.key
  }, [])
  const done = useCallback(() => {
    kept.current = { body: '', key: '' }
  }, [])
  return { keyOf, done }
}
