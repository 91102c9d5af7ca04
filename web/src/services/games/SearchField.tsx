import { useTranslation } from 'react-i18next'
import { Bulbs } from '../../ui/Bulbs'
import { Icon } from '../../ui/Icon'
import { useSearchWords } from '../../ui/useSearchWords'

interface Props {
  /** The words in the address. */
  q: string
  onSearch: (q: string) => void
  searching: boolean
  /** What was found, in words. */
  count: string
}

/** The big field: searches as one types. */
export function SearchField({ q, onSearch, searching, count }: Props) {
  const { t } = useTranslation()
  const { words, clear, input } = useSearchWords(q, onSearch)
  return (
    <search className="big mt-[18px]">
      <Icon name="find" />
      <input {...input} placeholder={t('games.field')} aria-label={t('games.field')} />
      {searching ? <Bulbs of={3} chase size={8} className="[--gap:6px]" label={t('games.searching')} /> : <span className="count small num">{count}</span>}
      {words && (
        <button type="button" className="iconbtn" aria-label={t('games.clear')} onClick={clear}>
          <Icon name="cross" />
        </button>
      )}
    </search>
  )
}
