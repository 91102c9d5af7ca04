import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/accounts'
import { live } from '../api/live'
import { newestNotesQuery, notesKey, notesTopic } from '../api/notify'
import type { Me } from '../api/types'
import { Icon } from '../ui/Icon'

/** The way to the notes, lit while some are unread. Listens as long as the page is open. */
export function Bell({ me }: { me: Me }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const unread = useQuery(newestNotesQuery).data?.unread ?? 0

  useEffect(
    () =>
      live.subscribe(notesTopic(me.id), () => {
        void client.invalidateQueries({ queryKey: notesKey })
        // Much of what is told there changes the account itself: it was confirmed, it was raised.
        void client.invalidateQueries({ queryKey: meQuery.queryKey })
      }),
    [client, me.id],
  )

  const name = unread > 0 ? t('bell.some', { count: unread }) : t('bell.none')
  return (
    <>
      <Link to="/notes" className="iconbtn" aria-label={name} title={name}>
        <Icon name="bell" />
        {unread > 0 && <span className="dot" />}
      </Link>
      <span className="sr-only" role="status">
        {unread > 0 ? name : ''}
      </span>
    </>
  )
}
