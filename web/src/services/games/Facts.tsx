import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Release, Work, WorkField } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Bulbs } from '../../ui/Bulbs'
import { Icon } from '../../ui/Icon'
import { useMine } from './game/Acts'

/** What is known about a game; what is not known has no row. */
export function Facts({ work }: { work: Work }) {
  const { t } = useTranslation()
  const format = useFormat()
  const first = firstRelease(work.releases)
  const staff = useMine(work.id).edit !== undefined
  const rows: [string, ReactNode, WorkField?][] = [
    [t('game.developer'), work.developer && <Company key="developer" name={work.developer} />, 'developer'],
    [t('game.publisher'), work.publisher && <Company key="publisher" name={work.publisher} />, 'publisher'],
    [t('game.first'), first?.date ? [format.civil(first.date), first.region].filter(Boolean).join(', ') : work.year, 'year'],
    [t('game.genre'), work.genres.length > 0 ? <Genres key="genres" names={work.genres} /> : null, 'genres'],
    [t('game.franchise'), work.franchise ? <Series key="series" name={work.franchise} /> : null, 'franchise'],
    [t('game.players'), work.players ? t('games.players', { count: work.players }) : null, 'players'],
    [t('game.metascore'), work.metascore ? <Score key="score" value={work.metascore} /> : null],
    [t('game.price'), work.price_reference ? <span key="price" className="num">{format.money(work.price_reference)}</span> : null],
  ]
  return (
    <dl className="facts" aria-label={t('game.facts')}>
      {rows
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value, field]) => (
          <div key={name}>
            <dt className="flex items-center gap-1.5">
              {name}
              {staff && field && work.locked.includes(field) && (
                <span title={t('keep.locked')}>
                  <Icon name="lock" size={12} />
                  <span className="sr-only">({t('keep.locked')})</span>
                </span>
              )}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Genres({ names }: { names: string[] }) {
  return names.map((genre, i) => (
    <span key={genre}>
      {i > 0 && ', '}
      <Link to="/games" search={{ genres: genre }} className="link">
        {genre}
      </Link>
    </span>
  ))
}

function Company({ name }: { name: string }) {
  return (
    <Link to="/games" search={{ companies: name }} className="link">
      {name}
    </Link>
  )
}

function Series({ name }: { name: string }) {
  return (
    <Link to="/games" search={{ franchises: name }} className="link">
      {name}
    </Link>
  )
}

function Score({ value }: { value: number }) {
  const { t } = useTranslation()
  return (
    <span className="grid justify-items-start gap-1.5">
      <span className="num">{t('game.score', { score: value })}</span>
      <Bulbs lit={Math.round((value / 100) * 9)} flat size={7} className="w-[96px]" />
    </span>
  )
}

/** The earliest release whose date is known; the more exact one first when two begin alike. */
export function firstRelease(releases: Release[]): Release | undefined {
  return releases.filter((release) => release.date).sort((a, b) => `${a.date}~`.localeCompare(`${b.date}~`))[0]
}
