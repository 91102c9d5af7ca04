import type { TFunction } from 'i18next'
import { type ComponentType, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../api/accounts'
import type { Me } from '../api/types'
import { useFormat } from '../i18n/format'
import { useTitle } from '../ui/page'
import { Skeleton } from '../ui/Skeleton'
import { ProposalWaiting } from './Proposal'
import { OWN_PROPOSALS } from './proposals'
import { useServices } from './registry'
import type { Found, StripProps } from './service'
import { inTime, nextOf, NOTHING, waitingOn } from './timeline'
import { Timeline, TimelineWaiting } from './Timeline'

/** Home: one timeline of what is mine and next, from all services, and what one could do besides. */
export default function Tonight() {
  const { t } = useTranslation()
  const format = useFormat()
  const me = useMe()
  const services = useServices()
  useTitle(t('tonight.title'))
  // The evening does not change its greeting while one reads it.
  const [now] = useState(() => new Date())
  if (!me) return null
  const strips = inOrder(services.flatMap((service) => service.strips ?? []))
  const proposals = inOrder([...services.flatMap((service) => service.proposals ?? []), ...OWN_PROPOSALS])
  const asides = inOrder(services.flatMap((service) => service.asides ?? []))
  const greeting = (sentence: string) => (
    <>
      <p className="label">{format.day(now)}</p>
      <h1 className="d1 mt-1.5">{t(`tonight.greet.${partOfDay(now.getHours())}`, { name: firstName(me) })}</h1>
      <p className="mt-2.5 min-h-6 text-ink-2">{sentence}</p>
    </>
  )
  const evening = (found: Found) => {
    const moments = inTime(found.moments)
    return (
      <>
        {greeting(found.waiting ? '' : lead(found, t, now))}
        <div className="cols">
          <div className="grid gap-[34px]">
            {found.waiting ? <TimelineWaiting /> : moments.length > 0 && <Timeline moments={moments} more={found.more} />}
            <Proposals parts={proposals} heading={moments.length > 0} hidden={found.waiting} />
          </div>
          <aside className="grid gap-[34px]">
            <Suspense fallback={null}>
              {asides.map((Aside, i) => (
                <Aside key={i} />
              ))}
            </Suspense>
          </aside>
        </div>
      </>
    )
  }
  return (
    <Suspense fallback={evening({ moments: [], waiting: true })}>
      <Strips strips={strips}>{evening}</Strips>
    </Suspense>
  )
}

/** One strip around the next, so that each has its own questions and all of them one timeline. */
function Strips({ strips, children }: { strips: readonly ComponentType<StripProps>[]; children: (found: Found) => ReactNode }): ReactNode {
  const [First, ...rest] = strips
  if (!First) return children(NOTHING)
  return <First>{(mine) => <Strips strips={rest}>{(others) => children(joined(mine, others))}</Strips>}</First>
}

function joined(one: Found, other: Found): Found {
  const more = one.more ?? other.more
  return { moments: [...one.moments, ...other.moments], waiting: one.waiting || other.waiting, ...(more ? { more } : {}) }
}

/** The first three things to do that have something to say; the others stay away by their shape (frame.css). */
function Proposals({ parts, heading, hidden }: { parts: readonly ComponentType[]; heading: boolean; hidden: boolean }) {
  const { t } = useTranslation()
  return (
    // They ask while the timeline does, but show themselves after it, so that nothing moves.
    <section aria-label={t('tonight.begin')} className={hidden ? 'hidden' : 'proposals'}>
      {heading && <h2 className="d3">{t('tonight.besides')}</h2>}
      <div className="some">
        <Suspense fallback={<Waiting />}>
          {parts.map((Proposal, i) => (
            <Proposal key={i} />
          ))}
        </Suspense>
      </div>
    </section>
  )
}

function Waiting() {
  return (
    <Skeleton>
      <div className="grid gap-4">
        {[0, 1, 2].map((i) => (
          <ProposalWaiting key={i} />
        ))}
      </div>
    </Skeleton>
  )
}

/** One sentence about the evening: what is next, how much waits, or that nothing is on. */
function lead({ moments }: Found, t: TFunction, at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const today = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  const next = nextOf(moments, today, `${two(at.getHours())}:${two(at.getMinutes())}`)
  if (next?.title) return t('tonight.next', { time: next.time, what: next.title })
  const count = waitingOn(moments, today)
  if (count > 0) return t('tonight.waits', { count })
  return t(moments.length > 0 ? 'tonight.ahead' : 'tonight.lead')
}

function inOrder<T>(parts: { order: number; component: T }[]): T[] {
  return parts.toSorted((a, b) => a.order - b.order).map((part) => part.component)
}

/** The greeting that fits the hour. */
export function partOfDay(hour: number): 'night' | 'morning' | 'day' | 'evening' {
  if (hour < 5) return 'night'
  if (hour < 12) return 'morning'
  return hour < 17 ? 'day' : 'evening'
}

/** How one is greeted: the first word of the name, or the user name. */
function firstName(me: Me): string {
  return me.name?.trim().split(/\s+/u)[0] || me.username || me.email.split('@')[0]!
}
