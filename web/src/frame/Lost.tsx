import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyPage } from '../ui/EmptyPage'

/** An address that leads nowhere. */
export function Lost() {
  const { t } = useTranslation()
  return (
    <EmptyPage title={t('lost.title')} text={t('lost.text')}>
      <Link to="/games" className="btn sm primary">
        {t('lost.games')}
      </Link>
      <Link to="/" className="btn sm">
        {t('actions.home')}
      </Link>
    </EmptyPage>
  )
}

/** A page that is there, but not for who is signed in. */
export function Forbidden() {
  const { t } = useTranslation()
  return (
    <EmptyPage title={t('lost.forbidden')} text={t('lost.forbiddenText')}>
      <Link to="/" className="btn sm primary">
        {t('actions.home')}
      </Link>
    </EmptyPage>
  )
}
