import { useTranslation } from 'react-i18next'
import type { WorkKind } from '../../api/types'
import { Chip } from '../../ui/Chip'
import { type GamesSearch, MANY, type Many, valuesOf } from './search'

interface Props {
  search: GamesSearch
  onChange: (change: Partial<GamesSearch>) => void
  onDrop: (name: Many, value: string) => void
}

/** What narrows the catalogue right now; each goes away with a press. */
export function Chosen({ search, onChange, onDrop }: Props) {
  const { t } = useTranslation()
  const { year_from, year_to, players, score } = search
  const years = yearsInWords(year_from, year_to)
  return (
    <>
      {MANY.flatMap((name) =>
        valuesOf(search[name]).map((value) => (
          <Chip key={`${name} ${value}`} on onClick={() => onDrop(name, value)}>
            {name === 'kinds' ? t(`games.kinds.${value as WorkKind}`) : value}
          </Chip>
        )),
      )}
      {years && (
        <Chip on onClick={() => onChange({ year_from: undefined, year_to: undefined })}>
          {years}
        </Chip>
      )}
      {players && (
        <Chip on onClick={() => onChange({ players: undefined })}>
          {t('games.playersMin', { count: players })}
        </Chip>
      )}
      {score && (
        <Chip on onClick={() => onChange({ score: undefined })}>
          {t('games.scoreMin', { score })}
        </Chip>
      )}
    </>
  )
}

/** "1986", "1990 to 1999": the sign between two numbers is the same in most languages. */
function yearsInWords(from: number | undefined, to: number | undefined): string {
  if (from === to) return from ? String(from) : ''
  return `${from ?? ''}–${to ?? ''}`
}
