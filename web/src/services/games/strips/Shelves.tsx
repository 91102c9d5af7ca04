import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { gameFactsQuery } from '../../../api/games'
import { Proposal, ProposalWaiting } from '../../../frame/Proposal'
import { useFormat } from '../../../i18n/format'
import { Command } from '../../../ui/Command'
import { Trouble } from '../../../ui/Told'

/** The catalogue: find a game in it, fill it, or wait until somebody does. */
export default function Shelves() {
  const { t } = useTranslation()
  const format = useFormat()
  const me = useMe()
  const { data: facts, error } = useQuery(gameFactsQuery)
  if (!me) return null
  if (!facts) return error ? <Trouble error={error} /> : <ProposalWaiting />
  if (facts.works > 0) {
    const text = t('tonight.find.text', { count: facts.works, n: format.number(facts.works), platforms: format.number(facts.platforms) })
    return (
      <Proposal icon="games" section="games" title={t('tonight.find.title')} text={text}>
        <Link to="/games" className="btn sm">
          {t('tonight.find.go')}
        </Link>
      </Proposal>
    )
  }
  if (!me.rights.includes('games.import')) {
    return <Proposal icon="shelves" section="games" title={t('tonight.waiting.title')} text={t('tonight.waiting.text')} />
  }
  return (
    <Proposal
      icon="shelves"
      section="games"
      title={t('tonight.import.title')}
      text={t('tonight.import.text')}
      below={
        <>
          <Command line={t('tonight.import.command')} />
          <p className="tiny mt-2">{t('tonight.import.after')}</p>
        </>
      }
    />
  )
}
