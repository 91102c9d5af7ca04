import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { isTyping } from './typing'

const PAUSE = 160

/**
 * A field that searches as one types, after a short pause. `q` are the words in the address; `/` leads into the
 * field from anywhere on the page.
 */
export function useSearchWords(q: string, onSearch: (q: string) => void) {
  const field = useRef<HTMLInputElement>(null)
  const [words, setWords] = useState(q)
  const sent = useRef(q)

  // The address may change under the field (back, a link); what is being typed is not overwritten by its own echo.
  useEffect(() => {
    if (q === sent.current) return
    sent.current = q
    setWords(q)
  }, [q])

  const search = (next: string) => {
    const trimmed = next.trim()
    if (trimmed === sent.current) return
    sent.current = trimmed
    onSearch(trimmed)
  }
  const searchLatest = useEffectEvent(search)

  useEffect(() => {
    const timer = setTimeout(() => searchLatest(words), PAUSE)
    return () => clearTimeout(timer)
  }, [words])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return {
    words,
    clear: () => {
      setWords('')
      search('')
      field.current?.focus()
    },
    /** The props of the field. */
    input: {
      ref: field,
      type: 'search',
      value: words,
      onChange: (event: { target: { value: string } }) => setWords(event.target.value),
      onKeyDown: (event: { key: string }) => {
        if (event.key === 'Enter') search(words)
        if (event.key === 'Escape' && words) setWords('')
      },
      'aria-keyshortcuts': '/',
      autoComplete: 'off',
      spellCheck: false,
      enterKeyHint: 'search',
    } as const,
  }
}
