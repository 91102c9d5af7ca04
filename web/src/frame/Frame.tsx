import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { calledName, initials, installationQuery, useMe } from '../api/accounts'
import type { Me } from '../api/types'
import { Icon } from '../ui/Icon'
import { Wordmark } from '../ui/Wordmark'
import { ACCOUNT_PANEL, AccountPanel } from './AccountPanel'
import { Bell } from './Bell'
import { DemoNote } from './DemoNote'
import { Find } from './Find'
import { useOffices } from './offices'
import { Outage } from './Outage'
import { useServices } from './registry'
import type { Place } from './service'
import '../styles/inside.css'

/** Rail, search field, bell and account around every page inside. */
export default function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const me = useMe()
  const places = usePlaces(me)
  const offices = useOffices()
  const path = useLocation({ select: (at) => at.pathname })
  return (
    <div className="frame" data-section={sectionOf(path)}>
      <a href="#page" className="btn sm skip">
        {t('app.skip')}
      </a>
      <Rail places={offices.length > 0 ? [...places, ADMIN] : places} />
      <div>
        {/* On a phone, the search page has room for one field only. */}
        <header className={`top ${path === '/games' ? 'searching' : ''}`}>
          <Link to="/" className="brand text-ink" aria-label={t('app.name')}>
            <Wordmark />
          </Link>
          <Find />
          <div className="me">{me ? <Mine me={me} /> : <Guest />}</div>
        </header>
        <DemoNote />
        <Outage />
        <main id="page" className="page" tabIndex={-1}>
          {children}
        </main>
      </div>
      <TabBar places={places} me={me} />
    </div>
  )
}

function Rail({ places }: { places: Place[] }) {
  const { t } = useTranslation()
  const version = useQuery(installationQuery).data?.version
  return (
    <aside className="rail" aria-label={t('nav.sections')}>
      <Link to="/" className="home" aria-label={t('app.name')}>
        <Wordmark />
      </Link>
      <nav aria-label={t('nav.sections')}>
        {places.map((place) => (
          <div key={place.to} className="contents">
            {place.group && <div className="grp">{t(place.group)}</div>}
            <Link to={place.to} activeOptions={{ exact: place.to === '/', includeSearch: false }}>
              <Icon name={place.icon} />
              {t(place.name)}
              {place.count && (
                <Suspense fallback={null}>
                  <place.count />
                </Suspense>
              )}
            </Link>
          </div>
        ))}
      </nav>
      {version && <p className="foot num">{`${t('app.name')} ${version}`}</p>}
    </aside>
  )
}

function Mine({ me }: { me: Me }) {
  const { t } = useTranslation()
  return (
    <>
      <Bell me={me} />
      <button type="button" className="iconbtn account" popoverTarget={ACCOUNT_PANEL} aria-label={`${t('account.open')}, ${calledName(me)}`}>
        <span className="ava" aria-hidden="true">
          {initials(me)}
        </span>
      </button>
      <AccountPanel me={me} />
    </>
  )
}

function Guest() {
  const { t } = useTranslation()
  const here = useLocation({ select: (at) => at.href })
  return (
    <Link to="/sign-in" search={{ next: here }} className="btn sm">
      {t('account.signIn')}
    </Link>
  )
}

function TabBar({ places, me }: { places: Place[]; me: Me | null }) {
  const { t } = useTranslation()
  const here = useLocation({ select: (at) => at.href })
  return (
    <nav className="tabbar" aria-label={t('nav.main')}>
      {places.map((place) => (
        <Link key={place.to} to={place.to} activeOptions={{ exact: place.to === '/', includeSearch: false }}>
          <Icon name={place.icon} />
          {t(place.name)}
        </Link>
      ))}
      {me ? (
        <button type="button" popoverTarget={ACCOUNT_PANEL}>
          <Icon name="me" />
          {t('nav.me')}
        </button>
      ) : (
        <Link to="/sign-in" search={{ next: here }}>
          <Icon name="me" />
          {t('account.signIn')}
        </Link>
      )}
    </nav>
  )
}

/** On a phone the way there is in the account's sheet: the bar has room for five. */
const ADMIN: Place = { to: '/admin', icon: 'admin', name: 'nav.admin', group: 'nav.house' }

/** Tonight is mine, so a guest does not see it. */
function usePlaces(me: Me | null): Place[] {
  const services = useServices()
  const tonight: Place[] = me ? [{ to: '/', icon: 'tonight', name: 'nav.tonight' }] : []
  const places = services.flatMap((service) => service.places ?? [])
  return [...tonight, ...places.filter(({ right }) => !right || me?.rights.includes(right))]
}

function sectionOf(path: string): string {
  if (path.startsWith('/games')) return 'games'
  if (path.startsWith('/todos')) return 'todos'
  if (path.startsWith('/notes')) return 'notes'
  if (path.startsWith('/admin')) return 'admin'
  return 'tonight'
}
