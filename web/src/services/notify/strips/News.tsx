import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { newestNotesQuery } from '../../../api/notify'
import { Proposal, ProposalWaiting } from '../../../frame/Proposal'
import { Trouble } from '../../../ui/Told'
import { noteWords } from '../words'

/** How many notes wait, and what the newest says. */
export default function News() {
  const { t } = useTranslation()
  const { data, error } = useQuery(newestNotesQuery)
  if (!data) return error ? <Trouble error={error} /> : <ProposalWaiting />
  const newest = data.items.find((note) => !note.read)
  if (data.unread === 0 || !newest) {
    return (
      <Proposal icon="bell" section="notes" title={t('tonight.notes.quietTitle')} text={t('tonight.notes.quiet')}>
        <Link to="/notes" className="btn sm">
          {t('tonight.notes.all')}
        </Link>
      </Proposal>
    )
  }
  const { title } = noteWords(newest, t)
  return (
    <Proposal icon="bell" section="notes" title={t('tonight.notes.title', { count: data.unread })} text={title}>
      <Link to="/notes" className="btn sm">
        {t('tonight.notes.go')}
      </Link>
    </Proposal>
  )
}
