import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon'
import { type Group, useWays, type Way } from './find/useWays'

const mac = /Mac|iPhone|iPad/.test(navigator.platform)

/**
 * The field on top. Ctrl K (⌘ K) comes here from anywhere. Enter searches the games; the arrows lead to what else
 * can be done with the words, to pages and commands, and to what the services find.
 */
export function Find() {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const list = useId()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const [marked, mark] = useState<string | null>(null)
  const groups = useWays(words.trim(), open)
  const ways = groups.flatMap((group) => group.ways)
  // With words the first is what Enter does; without any, nothing is until one goes there.
  const at = Math.max(ways.findIndex(({ id }) => id === marked), words.trim() ? 0 : -1)
  const shown = open && ways.length > 1
  const current = shown ? ways[at] : undefined

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      // In a narrow window the page of the games has the only field.
      const input = field.current?.offsetParent ? field.current : document.querySelector<HTMLInputElement>('#page input[type=search]')
      input?.focus()
      input?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const atId = current?.id
  useEffect(() => {
    if (atId) document.getElementById(`${list}-${atId}`)?.scrollIntoView({ block: 'nearest' })
  }, [atId, list])

  const close = () => {
    setOpen(false)
    mark(null)
  }
  const go = (way: Way | undefined) => {
    field.current?.blur()
    close()
    setWords('')
    way?.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // First the list goes, then the words.
      event.preventDefault()
      if (!shown) setWords('')
      return close()
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    if (!shown) return setOpen(true)
    const next = event.key === 'ArrowDown' ? at + 1 : Math.max(at, 0) + ways.length - 1
    mark(ways[next % ways.length]!.id)
  }

  return (
    <search className="contents">
      <form
        className="find"
        onSubmit={(event) => {
          event.preventDefault()
          go(current ?? (words.trim() ? ways[0] : SHELVES(groups)))
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
            mark(null)
          }}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onBlur={close}
          onKeyDown={onKeyDown}
          placeholder={t('nav.find')}
          aria-label={t('nav.findHint')}
          aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
          aria-expanded={shown}
          aria-controls={list}
          aria-activedescendant={current ? `${list}-${current.id}` : undefined}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        <kbd className="key">{t(mac ? 'nav.findKeyMac' : 'nav.findKey')}</kbd>
        <div id={list} role="listbox" aria-label={t('nav.findMore')} className={shown ? 'ways' : 'hidden'}>
          {shown && groups.map((group) => <Ways key={group.id} group={group} list={list} current={current} onGo={go} />)}
        </div>
      </form>
    </search>
  )
}

/** Enter in an empty field: all games. */
const SHELVES = (groups: readonly Group[]) => groups.flatMap(({ ways }) => ways).find(({ id }) => id === '/games')

function Ways({ group, list, current, onGo }: { group: Group; list: string; current: Way | undefined; onGo: (way: Way) => void }) {
  return (
    <div role="group" aria-label={group.heading}>
      {group.heading && (
        <p className="head" aria-hidden="true">
          {group.heading}
        </p>
      )}
      {group.ways.map((way) => (
        // The keyboard picks from the field, which must keep the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div key={way.id} id={`${list}-${way.id}`} role="option" aria-selected={way.id === current?.id} onMouseDown={(event) => event.preventDefault()} onClick={() => onGo(way)}>
          <Icon name={way.icon} />
          <span className="truncate">{way.name}</span>
          {way.note && <span className="note">{way.note}</span>}
        </div>
      ))}
    </div>
  )
}
