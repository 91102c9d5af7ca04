import { useSyncExternalStore } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { live } from '../../api/live'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { useView } from './view'

/** What is shown, as a list or as a board, and the way to the keys. */
export function Heading({ name, onHelp }: { name: string | undefined; onHelp: () => void }) {
  const { t } = useTranslation()
  const { search, change } = useView()
  const open = useSyncExternalStore(
    (changed) => live.watch(changed),
    () => live.isOpen,
  )
  const board = search.view === 'board'
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <h1 className="d1 flex min-w-0 items-center gap-3">
        <span className="truncate">{name ?? t('todos.title')}</span>
        {open && (
          <span className="tag live" title={t('todos.liveHint')}>
            {t('notes.live')}
          </span>
        )}
      </h1>
      <div className="flex items-center gap-1">
        <div className="flex gap-1" role="group" aria-label={t('todos.look')}>
          {(['list', 'board'] as const).map((look) => (
            <button
              key={look}
              type="button"
              className={`chip px-2.5! ${board === (look === 'board') ? 'on' : ''}`}
              aria-pressed={board === (look === 'board')}
              aria-label={t(`todos.${look}`)}
              title={t(`todos.${look}`)}
              onClick={() => change({ view: look === 'board' ? 'board' : undefined })}
            >
              <Icon name={look} size={16} />
            </button>
          ))}
        </div>
        <button type="button" className="iconbtn" aria-label={t('todos.keys.title')} title={t('todos.keys.title')} aria-keyshortcuts="?" onClick={onHelp}>
          <Icon name="help" />
        </button>
      </div>
    </div>
  )
}

/** Something was changed elsewhere while the pointer is over the list: shown when one asks for it, or has left. */
export function NewsPill({ news, onShow }: { news: boolean; onShow: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="status" className="news">
      {news && (
        <Button small look="primary" onClick={onShow}>
          {t('todos.news')}
        </Button>
      )}
    </div>
  )
}

/** The keys that one needs most; the rest are behind the last of them. */
export function KeysLine() {
  const key = <kbd className="key" />
  return (
    <p className="small mt-5 max-md:hidden">
      <Trans i18nKey="todos.keys.line" components={{ 1: key, 3: key, 5: key, 7: key, 9: key }} />
    </p>
  )
}
