import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { endOtherSessions, endSession, sessionsQuery } from '../../../api/accounts'
import type { List, Session } from '../../../api/types'
import { say } from '../../../frame/toasts'
import { useFormat } from '../../../i18n/format'
import { Button } from '../../../ui/Button'
import { Confirm } from '../../../ui/Confirm'
import { Icon } from '../../../ui/Icon'
import { Bar, Skeleton } from '../../../ui/Skeleton'
import { Trouble } from '../../../ui/Told'
import { deviceOf } from './device'
import { Part } from './Part'

/** Where this account is signed in: browsers and applications. Any of them can be ended from here. */
export function DevicesPart() {
  const { t } = useTranslation()
  const sessions = useQuery(sessionsQuery)
  const ending = useEnd()
  const all = sessions.data?.items ?? []
  return (
    <Part id="devices" title={t('settings.devices.title')} text={t('settings.devices.text')}>
      <Trouble error={ending.error ?? sessions.error} />
      {sessions.isPending && <Waiting />}
      <ul aria-label={t('settings.devices.title')}>
        {all.map((session) => (
          <Row key={session.id} session={session} onEnd={() => ending.mutate(session)} />
        ))}
      </ul>
      {all.length > 1 && <EndOthers count={all.length - 1} />}
    </Part>
  )
}

/** Gone from the list at once, and back if the server refuses. */
function useEnd() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const key = sessionsQuery.queryKey
  return useMutation({
    mutationFn: ({ id }: Session) => endSession(id),
    onMutate: async ({ id }) => {
      await client.cancelQueries({ queryKey: key })
      const before = client.getQueryData(key)
      client.setQueryData(key, (list: List<Session> | undefined) => list && { ...list, items: list.items.filter((one) => one.id !== id) })
      return before
    },
    onSuccess: (_answer, session) => say(t('settings.devices.ended', { device: deviceWords(session, t) })),
    onError: (_error, _session, before) => client.setQueryData(key, before),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

function Row({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = deviceWords(session, t)
  const { phone } = deviceOf(session.agent)
  return (
    <li className="device">
      <Icon name={session.kind === 'token' ? 'key' : phone ? 'phone' : 'screen'} size={20} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 font-semibold" title={session.agent}>
          {words}
          {session.current && (
            <span className="tag" data-section="tonight">
              {t('settings.devices.current')}
            </span>
          )}
        </p>
        <p className="small">
          <span className="num">{session.address}</span>
          {', '}
          <time dateTime={session.seen_at} title={format.exact(session.seen_at)}>
            {session.current ? t('settings.devices.now') : t('settings.devices.seen', { when: format.ago(session.seen_at) })}
          </time>
        </p>
      </div>
      {!session.current && (
        <Button small onClick={onEnd} aria-label={t('settings.devices.endThis', { device: words })}>
          {t('settings.devices.end')}
        </Button>
      )}
    </li>
  )
}

/** "Firefox on Linux", "curl with a token". */
function deviceWords({ agent, kind }: Session, t: TFunction): string {
  const { app, system } = deviceOf(agent)
  if (kind === 'token') return app ? t('settings.devices.token', { app }) : t('settings.devices.someToken')
  if (app && system) return t('settings.devices.on', { app, system })
  return app || system || t('settings.devices.some')
}

function EndOthers({ count }: { count: number }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const ending = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: async ({ ended }) => {
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      setAsking(false)
      say(t('settings.devices.othersEnded', { count: ended }))
    },
  })
  return (
    <>
      <Button small className="justify-self-start" onClick={() => setAsking(true)}>
        {t('settings.devices.others')}
      </Button>
      <Confirm
        open={asking}
        title={t('settings.devices.othersAsk', { count })}
        text={t('settings.devices.othersText')}
        act={t('settings.devices.othersAct')}
        doing={ending.isPending && t('settings.devices.ending')}
        error={ending.error}
        danger
        onAct={() => ending.mutate()}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

function Waiting() {
  return (
    <Skeleton>
      {[44, 58].map((width) => (
        <div key={width} className="device">
          <Bar w={20} h={20} />
          <span className="grid gap-2">
            <Bar w={`${width}%`} h={18} />
            <Bar w="66%" h={14} />
          </span>
          <Bar w={62} h={36} />
        </div>
      ))}
    </Skeleton>
  )
}
