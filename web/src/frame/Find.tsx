import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon'

const mac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The search field on top. Ctrl K (⌘ K) comes here from anywhere; Enter leads to the games. */
export function Find() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const [words, setWords] = useState('')

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <search className="contents">
      <form
        className="find"
        onSubmit={(event) => {
          event.preventDefault()
          const q = words.trim()
          field.current?.blur()
          void navigate({ to: '/games', search: q ? { q } : {} })
          setWords('')
        }}
      >
        <Icon name="find" />
        <input
          ref={field}
          type="search"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          placeholder={t('nav.find')}
          aria-label={t('nav.findHint')}
          aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        <kbd className="key">{t(mac ? 'nav.findKeyMac' : 'nav.findKey')}</kbd>
      </form>
    </search>
  )
}
