import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'

interface Props {
  has: boolean
  fetching: boolean
  onMore: () => void
  /** What is said where the list ends. */
  end?: string
}

/** Fetches the next rows when one comes near the end; the button is there for the keyboard and for a failure. */
export function More({ has, fetching, onMore, end }: Props) {
  const { t } = useTranslation()
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!has || fetching || !mark.current) return
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) onMore()
      },
      { rootMargin: '600px' },
    )
    watch.observe(mark.current)
    return () => watch.disconnect()
  }, [has, fetching, onMore])
  if (!has) return end ? <p className="small pt-4 text-center">{end}</p> : null
  return (
    <div ref={mark} className="grid place-items-center py-4">
      <Button small doing={fetching && t('app.loading')} onClick={onMore}>
        {t('actions.more')}
      </Button>
    </div>
  )
}
