import { type ComponentType, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../api/accounts'
import type { Me } from '../api/types'
import { useFormat } from '../i18n/format'
import { useTitle } from '../ui/page'
import { Skeleton } from '../ui/Skeleton'
import { ProposalWaiting } from './Proposal'
import { useServices } from './registry'
import type { Strip } from './service'

/** Home. What is mine and next comes here as services come; until then each says where to begin. */
export default function Tonight() {
  const { t } = useTranslation()
  const format = useFormat()
  const me = useMe()
  const services = useServices()
  useTitle(t('tonight.title'))
  // The evening does not change its greeting while one reads it.
  const [now] = useState(() => new Date())
  if (!me) return null
  const proposals = inOrder(services.flatMap((service) => service.proposals ?? []))
  const asides = inOrder(services.flatMap((service) => service.asides ?? []))
  return (
    <>
      <p className="label">{format.day(now)}</p>
      <h1 className="d1 mt-1.5">{t(`tonight.greet.${partOfDay(now.getHours())}`, { name: firstName(me) })}</h1>
      <p className="mt-2.5 text-ink-2">{t('tonight.lead')}</p>
      <div className="cols">
        <section aria-label={t('tonight.begin')} className="grid gap-4">
          <Suspense fallback={<Waiting />}>
            {proposals.map((Proposal, i) => (
              <Proposal key={i} />
            ))}
          </Suspense>
        </section>
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

function inOrder(strips: Strip[]): ComponentType[] {
  return strips.toSorted((a, b) => a.order - b.order).map((strip) => strip.component)
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
