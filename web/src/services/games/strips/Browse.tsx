import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { gameFactsQuery } from '../../../api/games'
import { Proposal } from '../../../frame/Proposal'

/** The shelves by platform, year and maker, once there is something on them. */
export default function Browse() {
  const { t } = useTranslation()
  const facts = useQuery(gameFactsQuery).data
  if (!facts || facts.works === 0) return null
  return (
    <Proposal icon="wall" section="games" title={t('tonight.browse.title')} text={t('tonight.browse.text')}>
      <Link to="/games/browse" className="btn sm">
        {t('tonight.browse.go')}
      </Link>
    </Proposal>
  )
}
