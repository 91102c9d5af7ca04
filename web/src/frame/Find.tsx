import { useNavigate, useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../api/accounts'
import { Icon, type IconName } from '../ui/Icon'
import { useServices } from './registry'

const mac = /Mac|iPhone|iPad/.test(navigator.platform)

interface Way {
  icon: IconName
  name: string
  run: () => void
}

/**
 * The field on top. Ctrl K (⌘ K) comes here from anywhere; Enter searches the games, and the arrows lead to what
 * else the services do with the words.
 */
export function Find() {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const list = useId()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const ways = useWays(words.trim())
  const shown = open && ways.length > 1

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const go = (way: Way | undefined) => {
    field.current?.blur()
    setOpen(false)
    setWords('')
    setAt(0)
    way?.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false)
    if (!shown || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
    event.preventDefault()
    setAt((at + (event.key === 'ArrowDown' ? 1 : ways.length - 1)) % ways.length)
  }

  return (
    <search className="contents">
      <form
        className="find"
        onSubmit={(event) => {
          event.preventDefault()
          go(ways[shown ? at : 0])
        }}
      >
        <Icon name="find" />
        <input
          ref={field}
          type="search"
          role="combobox"
          value={words}
          onChange={(event) => {
            setWords(event.target.value)
            setOpen(true)
            setAt(0)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          placeholder={t('nav.find')}
          aria-label={t('nav.findHint')}
          aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
          aria-expanded={shown}
          aria-controls={list}
          aria-activedescendant={shown ? `${list}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        <kbd className="key">{t(mac ? 'nav.findKeyMac' : 'nav.findKey')}</kbd>
        <div id={list} role="listbox" aria-label={t('nav.findMore')} className={shown ? 'ways' : 'hidden'}>
          {shown &&
            ways.map((way, i) => (
              // The keyboard picks from the field, which must keep the focus.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div key={way.name} id={`${list}-${i}`} role="option" aria-selected={i === at} onMouseDown={(event) => event.preventDefault()} onClick={() => go(way)}>
                <Icon name={way.icon} />
                <span className="truncate">{way.name}</span>
              </div>
            ))}
        </div>
      </form>
    </search>
  )
}

/** Searching first, then what the services offer to who is here. */
function useWays(words: string): Way[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const router = useRouter()
  const rights = useMe()?.rights ?? []
  const commands = useServices().flatMap((service) => service.commands ?? [])
  const name = (what: string) => (words ? t('nav.findWords', { what, words }) : what)
  const search: Way = { icon: 'games', name: name(t('nav.find')), run: () => void navigate({ to: '/games', search: words ? { q: words } : {} }) }
  const more = commands.filter(({ right }) => rights.includes(right)).map((command): Way => ({ icon: command.icon, name: name(t(command.name)), run: () => void router.navigate({ href: command.href(words) }) }))
  return [search, ...more]
}
