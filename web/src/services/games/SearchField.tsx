import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bulbs } from '../../ui/Bulbs'
import { Icon } from '../../ui/Icon'

const PAUSE = 160

interface Props {
  /** The words in the address. */
  q: string
  onSearch: (q: string) => void
  searching: boolean
  /** What was found, in words. */
  count: string
}

/** The big field: searches as one types, after a short pause. `/` comes here from anywhere on the page. */
export function SearchField({ q, onSearch, searching, count }: Props) {
  const { t } = useTranslation()
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

  return (
    <search className="big mt-[18px]">
      <Icon name="find" />
      <input
        ref={field}
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(words)
          if (event.key === 'Escape' && words) setWords('')
        }}
        placeholder={t('games.field')}
        aria-label={t('games.field')}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
      />
      {searching ? <Bulbs of={3} chase size={8} className="[--gap:6px]" label={t('games.searching')} /> : <span className="count small num">{count}</span>}
      {words && (
        <button
          type="button"
          className="iconbtn"
          aria-label={t('games.clear')}
          onClick={() => {
            setWords('')
            search('')
            field.current?.focus()
          }}
        >
          <Icon name="cross" />
        </button>
      )}
    </search>
  )
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
