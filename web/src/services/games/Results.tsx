import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkCard } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Cover } from '../../ui/cover/Cover'
import { highlight } from '../../ui/highlight'
import { Bar, Skeleton } from '../../ui/Skeleton'
import { TableWaiting } from '../../ui/Table'
import { coverOf } from './cover'
import type { GamesSearch } from './search'
import { WorksTable } from './WorksTable'

interface Props {
  items: WorkCard[]
  /** The words that were searched for, to be marked. */
  words: string
  view: NonNullable<GamesSearch['view']>
}

export function Results({ items, words, view }: Props) {
  const { t } = useTranslation()
  if (view === 'table') return <WorksTable items={items} />
  if (view === 'wall') {
    return (
      <ul className="wall" aria-label={t('games.results')}>
        {items.map((work) => (
          <li key={work.id}>
            <Tile work={work} />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <ul aria-label={t('games.results')}>
      {items.map((work) => (
        <li key={work.id}>
          <Row work={work} words={words} />
        </li>
      ))}
    </ul>
  )
}

const Tile = memo(function Tile({ work }: { work: WorkCard }) {
  return (
    <Link to="/games/$id" params={{ id: work.id }} preload="intent" data-row>
      <Cover of={coverOf(work)} />
    </Link>
  )
})

const Row = memo(function Row({ work, words }: { work: WorkCard; words: string }) {
  const format = useFormat()
  const about = [work.genres[0], work.developer ?? work.publisher].filter((word): word is string => Boolean(word))
  return (
    <Link to="/games/$id" params={{ id: work.id }} preload="intent" className="r" data-row>
      <Cover of={coverOf(work)} decorative />
      <span className="min-w-0">
        <span className="name block">
          <Marked text={work.title} words={words} />
        </span>
        <span className="small block truncate">
          {work.alt_title ? (
            <span lang="ja">
              <Marked text={work.alt_title} words={words} />
            </span>
          ) : (
            about.join(', ')
          )}
        </span>
      </span>
      <span className="pf small">{format.list(few(work.platforms))}</span>
      <span className="year num">{work.year}</span>
    </Link>
  )
})

function Marked({ text, words }: { text: string; words: string }) {
  return highlight(text, words).map((part, i) => (part.hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>))
}

/** The first four platforms, and how many more there are. */
function few(platforms: string[]): string[] {
  return platforms.length <= 4 ? platforms : [...platforms.slice(0, 3), `+${platforms.length - 3}`]
}

/** The shape of the results while the first ones are fetched. */
export function ResultsWaiting({ view }: { view: Props['view'] }) {
  if (view === 'table') return <TableWaiting />
  return (
    <Skeleton>
      {view === 'wall' ? (
        <div className="wall">
          {Array.from({ length: 12 }, (_, i) => (
            <Bar key={i} w="100%" h={0} className="h-auto! aspect-[3/4]" />
          ))}
        </div>
      ) : (
        Array.from({ length: 6 }, (_, i) => (
          <div key={i} className="r">
            <Bar w={54} h={72} />
            <span className="grid gap-2">
              <Bar w={`${40 + ((i * 17) % 35)}%`} h={20} />
              <Bar w="26%" h={14} />
            </span>
            <span className="pf">
              <Bar w="70%" h={14} />
            </span>
            <Bar w={40} h={14} className="justify-self-end" />
          </div>
        ))
      )}
    </Skeleton>
  )
}
