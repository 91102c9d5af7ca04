import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Bulbs } from './Bulbs'

/** A grey bar in the shape of what comes. */
export function Bar({ w, h = 16, className = '' }: { w: number | string; h?: number; className?: string }) {
  return <span className={`sk block ${className}`} style={{ width: w, height: h }} />
}

/** Holds the shape of a page that loads and tells so. */
export function Skeleton({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div role="status">
      <span className="sr-only">{t('app.loading')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  )
}

/** The page itself is on its way: bulbs chase. */
export function PageLoading() {
  const { t } = useTranslation()
  return (
    <div role="status" className="grid min-h-[50dvh] place-items-center">
      <span className="sr-only">{t('app.loading')}</span>
      <Bulbs chase size={9} className="w-[180px]" />
    </div>
  )
}
