import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../../api/client'
import type { User } from '../../../api/types'
import { calledUser, userQuery } from '../../../api/users'
import { useFormat } from '../../../i18n/format'
import { EmptyPage, TroublePage } from '../../../ui/EmptyPage'
import { useTitle } from '../../../ui/page'
import { Bar, Skeleton } from '../../../ui/Skeleton'
import { Told } from '../../../ui/Told'
import { Actions } from '../people/Actions'
import { RoleForm } from '../people/RoleForm'

const route = getRouteApi('/inside/admin/users/$id')

/** One account: what is known of it, and what may be done about it. */
export default function UserPage() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const user = useQuery(userQuery(id))
  useTitle(user.data ? calledUser(user.data) : t('admin.users.title'))
  if (user.data) return <Account key={id} user={user.data} />
  if (isProblem(user.error, '/problems/accounts/no-such-user')) return <Missing />
  if (user.error) return <TroublePage error={user.error} onRetry={() => user.refetch()} />
  return <Waiting />
}

function Account({ user }: { user: User }) {
  const { t } = useTranslation()
  return (
    <article>
      <h1 className="d1 flex flex-wrap items-center gap-x-3 overflow-hidden break-words">
        {calledUser(user)}
        {user.role !== 'user' && <span className="tag">{t(`account.role.${user.role}`)}</span>}
      </h1>
      <p className="mt-1.5 break-all text-ink-2">{user.email}</p>
      {user.suspended && (
        <div className="mt-5 max-w-[760px]">
          <Told kind="bad">
            <b className="strong">{t('admin.users.suspended')}.</b> {user.suspended_reason}
          </Told>
        </div>
      )}
      <div className="person">
        <Facts user={user} />
        <div className="grid max-w-[560px] gap-8">
          <RoleForm user={user} />
          <Actions user={user} />
          <Trail user={user} />
        </div>
      </div>
    </article>
  )
}

function Facts({ user }: { user: User }) {
  const { t } = useTranslation()
  const format = useFormat()
  const facts: [string, string][] = [
    [t('fields.username'), user.username],
    [t('admin.user.number'), String(user.number)],
    [t('fields.email'), t(user.confirmed ? 'admin.users.confirmed' : 'admin.users.unconfirmed')],
    [t('admin.user.since'), format.when(user.created_at)],
    [t('admin.users.seen'), user.seen_at ? format.ago(user.seen_at) : t('admin.users.never')],
    [t('admin.users.devices'), t('admin.user.devices', { count: user.sessions })],
    [t('fields.zone'), user.zone.replaceAll('_', ' ')],
    [t('fields.language'), user.locale],
    [t('admin.user.grants'), user.grants.length > 0 ? format.list(user.grants.map((set) => grantName(set, t))) : t('admin.user.noGrants')],
  ]
  return (
    <dl className="facts mt-0!">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function grantName(set: string, t: (key: 'admin.user.sets.catalogue') => string): string {
  return set === 'catalogue' ? t('admin.user.sets.catalogue') : set
}

/** The way to what this account did and what was done to it. */
function Trail({ user }: { user: User }) {
  const { t } = useTranslation()
  return (
    <section>
      <h2 className="d3">{t('admin.user.trail')}</h2>
      <p className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-[15px]">
        <Link to="/admin/audit" search={{ actor: user.id }} className="link">
          {t('admin.user.did')}
        </Link>
        <Link to="/admin/audit" search={{ subject: user.id }} className="link">
          {t('admin.user.done')}
        </Link>
      </p>
    </section>
  )
}

function Missing() {
  const { t } = useTranslation()
  return (
    <EmptyPage title={t('admin.user.missing')} text={t('admin.user.missingText')}>
      <Link to="/admin/users" className="btn sm primary">
        {t('admin.users.title')}
      </Link>
    </EmptyPage>
  )
}

function Waiting() {
  return (
    <Skeleton>
      <Bar w={60} h={14} />
      <Bar w="38%" h={40} className="mt-2.5" />
      <div className="person">
        <div className="facts mt-0!">
          {[0, 1, 2, 3, 4].map((i) => (
            <Bar key={i} w="70%" h={32} />
          ))}
        </div>
        <div className="grid max-w-[560px] gap-4">
          <Bar w="100%" h={74} />
          <Bar w="100%" h={74} />
        </div>
      </div>
    </Skeleton>
  )
}
