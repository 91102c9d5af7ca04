import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Work, WorkCard } from '../../../api/types'
import { Cover } from '../../../ui/cover/Cover'
import { coverOf } from '../cover'

/** What kind of thing it is, and what it belongs to. Nothing for a game that stands alone. */
export function Belongs({ work }: { work: Work }) {
  const { t } = useTranslation()
  const { kind, parent, edition_of, edition_title } = work
  if (kind === 'game' && !parent && !edition_of) return null
  const to = edition_of ?? parent
  return (
    <p className="mb-2 flex flex-wrap items-center gap-2.5">
      <span className="tag on-stage">{edition_title ?? t(`games.kinds.${kind}`)}</span>
      {to && (
        <span className="small">
          {t(edition_of ? 'game.editionOf' : 'game.addsTo')}{' '}
          <Link to="/games/$id" params={{ id: to.id }} className="link strong">
            {to.title}
          </Link>
        </span>
      )}
    </p>
  )
}

/** Editions of it and what adds to it, as small walls of covers. */
export function Kin({ work }: { work: Work }) {
  const { t } = useTranslation()
  return (
    <>
      <Wall title={t('game.editions')} works={work.editions} />
      <Wall title={t('game.additions')} works={work.additions} />
    </>
  )
}

function Wall({ title, works }: { title: string; works: WorkCard[] }) {
  const { t } = useTranslation()
  if (works.length === 0) return null
  return (
    <section className="mb-9">
      <h2 className="d3 mb-3">{title}</h2>
      <ul className="wall small-wall" aria-label={title}>
        {works.map((work) => (
          <li key={work.id}>
            <Link to="/games/$id" params={{ id: work.id }} preload="intent">
              <Cover of={coverOf(work)} />
            </Link>
            <p className="tiny mt-1.5">{[t(`games.kinds.${work.kind}`), work.year].filter(Boolean).join(', ')}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What others call it, for who looks it up elsewhere. */
export function ExternalIds({ ids }: { ids: Work['external_ids'] }) {
  const { t } = useTranslation()
  if (ids.length === 0) return null
  return (
    <section>
      <h2 className="d3 mb-2.5">{t('game.external')}</h2>
      <dl className="grid gap-1.5">
        {ids.slice(0, 12).map(({ source, uid }) => (
          <div key={`${source} ${uid}`} className="small flex justify-between gap-4">
            <dt>{source}</dt>
            <dd className="num truncate text-ink" title={uid}>
              {uid}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
