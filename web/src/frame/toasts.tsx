import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Fresh } from './Fresh'

interface Toast {
  id: number
  text: string
  action?: { name: string; run: () => void }
}

const LIFE = 8_000
let toast: Toast | null = null
let last = 0
const listeners = new Set<() => void>()

function show(next: Toast | null) {
  toast = next
  for (const listener of listeners) listener()
}

/** Says something in passing, for eight seconds or until the next. */
export function say(text: string, action?: Toast['action']) {
  last += 1
  show({ id: last, text, ...(action ? { action } : {}) })
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function Toasts() {
  const { t } = useTranslation()
  const current = useSyncExternalStore(subscribe, () => toast)
  useEffect(() => {
    if (!current) return
    const timer = setTimeout(() => show(null), LIFE)
    return () => clearTimeout(timer)
  }, [current])
  return (
    <div className="toasts" role="status">
      <Fresh />
      {current && (
        <div className="toast" key={current.id}>
          <span>{current.text}</span>
          <button
            type="button"
            onClick={() => {
              current.action?.run()
              show(null)
            }}
          >
            {current.action?.name ?? t('actions.close')}
          </button>
        </div>
      )}
    </div>
  )
}
