import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty } from '../ui/Empty'
import { useTitle } from '../ui/page'

/** An address that leads nowhere. */
export function Lost() {
  const { t } = useTranslation()
  useTitle(t('lost.title'))
  return (
    <div className="pt-4">
      <h1 className="sr-only">{t('lost.title')}</h1>
      <Empty title={t('lost.title')} text={t('lost.text')}>
        <Link to="/games" className="btn sm primary">
          {t('lost.games')}
        </Link>
        <Link to="/" className="btn sm">
          {t('actions.home')}
        </Link>
      </Empty>
    </div>
  )
}
