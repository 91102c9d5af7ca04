import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/accounts'
import { gameFactsQuery } from '../../api/games'
import { Button } from '../../ui/Button'
import { Command } from '../../ui/Command'
import { Empty } from '../../ui/Empty'
import { type GamesSearch, hasFilters, NO_FILTERS } from './search'

interface Props {
  search: GamesSearch
  onChange: (change: Partial<GamesSearch>) => void
}

/** No game to show: because the shelves are empty, because of the filters, or because of the words. */
export function Nothing({ search, onChange }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const works = useQuery(gameFactsQuery).data?.works
  if (works === 0) {
    const keeper = me?.rights.includes('games.import')
    return (
      <Empty title={t('games.emptyTitle')} text={t(keeper ? 'games.empty' : 'games.emptyWaiting')}>
        {keeper && <Command line={t('tonight.import.command')} />}
      </Empty>
    )
  }
  if (hasFilters(search)) {
    return (
      <Empty title={t('games.noneTitle')} text={t('games.noneFilters')}>
        <Button small look="primary" onClick={() => onChange(NO_FILTERS)}>
          {t('games.dropFilters')}
        </Button>
      </Empty>
    )
  }
  return (
    <Empty title={t('games.noneTitle')} text={t('games.none')}>
      <Button small look="primary" onClick={() => onChange({ ...NO_FILTERS, q: undefined })}>
        {t('games.clearAll')}
      </Button>
    </Empty>
  )
}
