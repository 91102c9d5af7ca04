import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Tabs } from '../../ui/Tabs'
import { Forbidden } from '../Lost'
import { useOffices } from '../offices'

/** The administration: its pages as tabs, for who has the right to at least one of them. */
export default function Office() {
  const { t } = useTranslation()
  const offices = useOffices()
  const path = useLocation({ select: (at) => at.pathname })
  const allowed = offices.some(({ to }) => path.startsWith(to)) || (path === '/admin' && offices.length > 0)
  if (!allowed) return <Forbidden />
  return (
    <>
      <Tabs label={t('nav.admin')}>
        {offices.map(({ to, name }) => (
          <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
            {t(name)}
          </Link>
        ))}
      </Tabs>
      <div className="pt-6">
        <Outlet />
      </div>
    </>
  )
}
