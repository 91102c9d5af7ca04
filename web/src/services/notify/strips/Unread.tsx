import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { newestNotesQuery } from '../../../api/notify'
import type { Note, Notes } from '../../../api/types'
import type { Moment, StripProps } from '../../../frame/service'
import { useFormat } from '../../../i18n/format'
import { Button } from '../../../ui/Button'
import { Trouble } from '../../../ui/Told'
import { useRead } from '../useRead'
import { noteWords } from '../words'

/** What was told and is not read yet: the newest in words, and how many there are. */
export default function Unread({ children }: StripProps) {
  const { data, error, isPending } = useQuery(newestNotesQuery)
  const format = useFormat()
  const { t } = useTranslation()
  const newest = data?.items.find((note) => !note.read)
  if (error && !data) return children({ moments: [moment({ main: '' }, <div className="body"><Trouble error={error} /></div>)], waiting: false })
  if (!data || !newest || data.unread === 0) return children({ moments: [], waiting: isPending })
  const { title } = noteWords(newest, t)
  const when = { main: format.short(newest.at), below: t('notes.unread', { count: data.unread }) }
  return children({ moments: [{ ...moment(when, <NoteRow note={newest} notes={data} />), title }], waiting: false })
}

const moment = (when: Moment['when'], row: Moment['row']): Moment => ({ key: 'notes', day: null, time: null, when, section: 'notes', row })

function NoteRow({ note, notes }: { note: Note; notes: Notes }) {
  const { t } = useTranslation()
  const reading = useRead()
  const { title, body } = noteWords(note, t)
  return (
    <div className="body">
      <div className="grow">
        <h2 className="strong">{title}</h2>
        {body && <p className="small">{body}</p>}
      </div>
      <div className="acts">
        <Button small look="quiet" onClick={() => reading.mutate(note.id)}>
          {t('tonight.notes.read', { count: notes.unread })}
        </Button>
        <Link to="/notes" className="btn sm">
          {t('tonight.notes.go')}
        </Link>
      </div>
      {reading.error && <Trouble error={reading.error} />}
    </div>
  )
}
