import { useTranslation } from 'react-i18next'
import { Sheet } from '../../ui/Sheet'

const KEYS = [
  ['n', 'new'], ['/', 'search'], ['j k', 'move'], ['Enter', 'open'], ['e', 'rename'], ['c', 'finish'], ['x', 'select'], ['Alt ↑ ↓', 'order'], ['Del', 'trash'], ['u', 'undo'], ['Esc', 'clear'], ['?', 'help'],
] as const

/** All keys, and what the quick line understands. */
export function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('todos.keys.title')} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each} className="key">
                  {each === 'Del' ? t('todos.keys.delete') : each}
                </kbd>
              ))}
            </dt>
            <dd>{t(`todos.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <h3 className="d3 mt-7 mb-1">{t('todos.keys.words')}</h3>
      <p className="small mb-3">{t('todos.keys.wordsText')}</p>
      <p className="flex flex-wrap gap-2">
        {t('todos.keys.examples').split(' | ').map((word) => (
          <code key={word} className="tag font-sans">
            {word}
          </code>
        ))}
      </p>
    </Sheet>
  )
}
