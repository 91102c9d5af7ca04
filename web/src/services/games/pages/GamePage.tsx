import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../../api/client'
import { workQuery } from '../../../api/games'
import type { Work } from '../../../api/types'
import { useFormat } from '../../../i18n/format'
import { Cover } from '../../../ui/cover/Cover'
import { paletteOf } from '../../../ui/cover/palette'
import { EmptyPage, TroublePage } from '../../../ui/EmptyPage'
import { useTitle } from '../../../ui/page'
import { Bar, Skeleton } from '../../../ui/Skeleton'
import { coverOf } from '../cover'
import { Facts } from '../Facts'
import { Acts } from '../game/Acts'
import { Belongs, ExternalIds, Kin } from '../game/Kin'
import { Releases } from '../Releases'
import { Sources } from '../Sources'
import '../../../styles/keep.css'

const route = getRouteApi('/inside/games/$id')

/** One game: what it is, where and when it came out, and where that is known from. */
export default function GamePage() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const work = useQuery(workQuery(id))
  useTitle(work.data?.title ?? t('games.title'))
  if (work.data) return <Game work={work.data} />
  if (isProblem(work.error, '/problems/games/no-such-game')) return <Missing />
  if (work.error) return <TroublePage error={work.error} onRetry={() => work.refetch()} />
  return <Waiting />
}

function Game({ work }: { work: Work }) {
  const { t } = useTranslation()
  const format = useFormat()
  const of = coverOf(work)
  const { stage, second } = paletteOf(of)
  const about = [work.genres.join(', '), work.year ? String(work.year) : '', work.publisher ?? work.developer ?? ''].filter(Boolean)
  const below = [format.list(work.platforms), work.players ? t('games.players', { count: work.players }) : ''].filter(Boolean)
  return (
    <article>
      <header className="stage" style={{ '--stage': stage, '--second': second } as CSSProperties}>
        <Cover of={of} decorative />
        <div className="min-w-0">
          <Belongs work={work} />
          {about.length > 0 && <p className="label">{about.join(' · ')}</p>}
          <h1 className={work.title.length > 34 ? 'long' : ''}>{work.title}</h1>
          {work.alt_title && (
            <p className="native" lang="ja">
              {work.alt_title}
            </p>
          )}
          {below.length > 0 && <p className="small">{below.join('. ')}</p>}
          <Acts work={work} />
        </div>
      </header>
      <div className="body3">
        <Facts work={work} />
        <div className="min-w-0">
          <Kin work={work} />
          <Releases releases={work.releases} title={work.title} />
        </div>
        <aside className="grid gap-[30px]">
          <More work={work} />
          <ExternalIds ids={work.external_ids} />
          <Sources sources={work.sources} />
        </aside>
      </div>
    </article>
  )
}

/** Ways on from here: each is a filter of the catalogue. */
function More({ work }: { work: Work }) {
  const { t } = useTranslation()
  const platform = work.platforms[0]
  const genre = work.genres[0]
  if (!platform && !genre && !work.year) return null
  return (
    <section>
      <h2 className="d3 mb-2.5">{t('game.more')}</h2>
      <ul className="[&_a]:flex [&_a]:min-h-11 [&_a]:items-center [&_a]:text-[15px] [&_li]:border-t [&_li]:border-line">
        {platform && (
          <li>
            <Link to="/games" search={{ platforms: platform }} className="hover:underline">
              {t('game.onPlatform', { name: platform })}
            </Link>
          </li>
        )}
        {genre && (
          <li>
            <Link to="/games" search={{ genres: genre }} className="hover:underline">
              {t('game.ofGenre', { name: genre })}
            </Link>
          </li>
        )}
        {work.year && (
          <li>
            <Link to="/games" search={{ year_from: work.year, year_to: work.year }} className="hover:underline">
              {t('game.ofYear', { name: work.year })}
            </Link>
          </li>
        )}
      </ul>
    </section>
  )
}

function Missing() {
  const { t } = useTranslation()
  return (
    <EmptyPage title={t('game.missingTitle')} text={t('game.missing')}>
      <Link to="/games" className="btn sm primary">
        {t('game.search')}
      </Link>
    </EmptyPage>
  )
}

function Waiting() {
  return (
    <Skeleton>
      <div className="stage" style={{ '--stage': 'var(--rail-on)', '--second': 'var(--rail-on)' } as CSSProperties}>
        <Bar w="100%" h={0} className="cover h-auto! aspect-[3/4] bg-white/10!" />
        <div className="grid gap-3">
          <Bar w="34%" h={14} className="bg-white/10!" />
          <Bar w="62%" h={56} className="bg-white/10!" />
          <Bar w="48%" h={14} className="bg-white/10!" />
        </div>
      </div>
      <div className="body3">
        <div className="facts">
          {[0, 1, 2, 3].map((i) => (
            <Bar key={i} w="70%" h={32} />
          ))}
        </div>
        <div className="grid gap-3">
          <Bar w="40%" h={24} />
          <Bar w="100%" />
          <Bar w="100%" />
        </div>
      </div>
    </Skeleton>
  )
}
