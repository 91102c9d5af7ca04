import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** Names the page in the title of the window. */
export function useTitle(page: string) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = t('app.title', { page })
  }, [page, t])
}
