import { useTranslation } from 'react-i18next'
import type { Facet, WorkCard } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Icon } from '../../ui/Icon'
import type { GamesSearch } from './search'

interface Props {
  search: GamesSearch
  platforms: Facet[]
  genres: Facet[] | undefined
  items: WorkCard[]
  onChange: (change: Partial<GamesSearch>) => void
  wall: boolean
}

const MOST_PLATFORMS = 5
const FIRST_YEAR = 1971

/** Filters as chips, all of them in the address. */
export function Filters({ search, platforms, genres, items, onChange, wall }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = shownPlatforms(platforms, search.platform)
  const allGenres = genreNames(genres, items, search.genre)
  return (
    <div className="mt-4 mb-6 flex items-start justify-between gap-4 max-md:block">
      <div className="filters" role="group" aria-label={t('games.filters')}>
        <button type="button" className={`chip ${search.platform ? '' : 'on'}`} aria-pressed={!search.platform} onClick={() => onChange({ platform: undefined })}>
          {t('games.anyPlatform')}
        </button>
        {shown.map(({ name, count }) => {
          const on = search.platform === name
          return (
            <button key={name} type="button" className={`chip ${on ? 'on' : ''}`} aria-pressed={on} onClick={() => onChange({ platform: on ? undefined : name })}>
              {name}
              {count > 0 && <b className="num font-semibold">{format.number(count)}</b>}
              {on && <Icon name="cross" size={14} />}
            </button>
          )
        })}
        <select
          className={`chip ${search.year ? 'on' : ''}`}
          aria-label={t('games.year')}
          value={search.year ?? ''}
          onChange={(event) => onChange({ year: event.target.value ? Number(event.target.value) : undefined })}
        >
          <option value="">{t('games.anyYear')}</option>
          {years(search.year).map((year) => (
            <option key={year}>{year}</option>
          ))}
        </select>
        {allGenres.length > 0 && (
          <select
            className={`chip ${search.genre ? 'on' : ''}`}
            aria-label={t('games.genre')}
            value={search.genre ?? ''}
            onChange={(event) => onChange({ genre: event.target.value || undefined })}
          >
            <option value="">{t('games.anyGenre')}</option>
            {allGenres.map((genre) => (
              <option key={genre}>{genre}</option>
            ))}
          </select>
        )}
      </div>
      <div className="flex gap-1 max-md:hidden" role="group" aria-label={t('games.look')}>
        {(['list', 'wall'] as const).map((view) => (
          <button key={view} type="button" className={`chip px-2.5! ${wall === (view === 'wall') ? 'on' : ''}`} aria-label={t(`games.${view}`)} title={t(`games.${view}`)} aria-pressed={wall === (view === 'wall')} onClick={() => onChange({ view })}>
            <Icon name={view} size={16} />
          </button>
        ))}
      </div>
    </div>
  )
}

/** The platforms with the most hits, and the chosen one wherever it stands. */
function shownPlatforms(platforms: Facet[], chosen: string | undefined): Facet[] {
  const most = platforms.slice(0, MOST_PLATFORMS)
  if (!chosen || most.some(({ name }) => name === chosen)) return most
  return [platforms.find(({ name }) => name === chosen) ?? { name: chosen, count: 0 }, ...most.slice(0, -1)]
}

function genreNames(genres: Facet[] | undefined, items: WorkCard[], chosen: string | undefined): string[] {
  const names = new Set(genres?.map(({ name }) => name) ?? items.flatMap((work) => work.genres))
  if (chosen) names.add(chosen)
  return [...names].sort((a, b) => a.localeCompare(b))
}

function years(chosen: number | undefined): number[] {
  const newest = new Date().getFullYear()
  const all = Array.from({ length: newest - FIRST_YEAR + 1 }, (_, i) => newest - i)
  return chosen && !all.includes(chosen) ? [chosen, ...all] : all
}
