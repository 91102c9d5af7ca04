import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Bar, Skeleton } from '../ui/Skeleton'
import type { Moment } from './service'

/** What is mine and next, in the order of time: the hour at the left, what it is beside it. */
export function Timeline({ moments, more }: { moments: readonly Moment[]; more?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('tonight.timeline')}>
      <ol className="timeline">
        {moments.map(({ key, section, when, row }) => (
          <li key={key} data-section={section} className="moment">
            <p className={`when ${when.late ? 'late' : ''}`}>
              <b className="num">{when.main}</b>
              {when.below && <span>{when.below}</span>}
            </p>
            <div className="card what">{row}</div>
          </li>
        ))}
      </ol>
      {more && <p className="small after">{more}</p>}
    </section>
  )
}

/** The shape of the timeline while what is on it is fetched. */
export function TimelineWaiting() {
  return (
    <Skeleton>
      <div className="timeline">
        {[0, 1].map((i) => (
          <div key={i} className="moment">
            <span className="when">
              <Bar w={44} h={20} />
            </span>
            <Bar w="100%" h={74} className="rounded-xl!" />
          </div>
        ))}
      </div>
    </Skeleton>
  )
}
