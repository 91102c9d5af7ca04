import { useTranslation } from 'react-i18next'
import { leaveNew, takeNew, useNew } from './worker'

/** Tells that the house has a newer page than this one. Stays until one decides, and moves nothing. */
export function Fresh() {
  const { t } = useTranslation()
  if (!useNew()) return null
  return (
    <div className="toast">
      <span>{t('fresh.text')}</span>
      <button type="button" onClick={leaveNew}>
        {t('fresh.later')}
      </button>
      <button type="button" onClick={takeNew}>
        {t('fresh.go')}
      </button>
    </div>
  )
}
