import { useTranslation } from 'react-i18next'
import type { Facets } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Chip } from '../../ui/Chip'
import { Icon, type IconName } from '../../ui/Icon'
import { Menu, MenuItem } from '../../ui/Menu'
import { Chosen } from './Chosen'
import { FacetMenu } from './FacetMenu'
import { decade, type GamesSearch, joined, KINDS, SORTS, toggled, valuesOf, VIEWS } from './search'

interface Props {
  search: GamesSearch
  facets: Facets | undefined
  onChange: (change: Partial<GamesSearch>) => void
  view: NonNullable<GamesSearch['view']>
}

const MOST_PLATFORMS = 4
const SCORES = [90, 80, 70]
const PLAYERS = [2, 3, 4, 8]
const ICONS: Record<(typeof VIEWS)[number], IconName> = { wall: 'wall', list: 'list', table: 'table' }

/** Filters as chips, all of them in the address: the usual platforms at once, the rest in menus, then what is on. */
export function Filters({ search, facets, onChange, view }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const chosen = valuesOf(search.platforms)
  const toggle = (name: 'platforms' | 'genres' | 'companies' | 'franchises' | 'kinds') => (value: string) => onChange({ [name]: toggled(search[name], value) })
  const decades = facets?.decades?.map(({ name, count }) => ({ name: t('games.decade', { year: name }), value: name, count }))
  return (
    <div className="mt-4 mb-6 flex items-start justify-between gap-4 max-md:block">
      <div className="filters" role="group" aria-label={t('games.filters')}>
        <button type="button" className={`chip ${chosen.length === 0 ? 'on' : ''}`} aria-pressed={chosen.length === 0} onClick={() => onChange({ platforms: undefined })}>
          {t('games.anyPlatform')}
        </button>
        <Chosen search={search} onChange={onChange} onDrop={(name, value) => onChange({ [name]: joined(valuesOf(search[name]).filter((each) => each !== value)) })} />
        {(facets?.platforms ?? [])
          .filter(({ name }) => !chosen.includes(name))
          .slice(0, MOST_PLATFORMS)
          .map(({ name, count }) => (
            <Chip key={name} count={format.number(count)} onClick={() => toggle('platforms')(name)}>
              {name}
            </Chip>
          ))}
        <FacetMenu label={t('games.more')} facet="platforms" values={facets?.platforms.slice(MOST_PLATFORMS)} chosen={chosen} onPick={toggle('platforms')} />
        <FacetMenu label={t('games.year')} facet="years" values={decades} chosen={search.year_from ? [String(search.year_from)] : []} onPick={(value) => onChange(decade(Number(value)))} />
        <FacetMenu label={t('games.genre')} facet="genres" values={facets?.genres} chosen={valuesOf(search.genres)} onPick={toggle('genres')} />
        <FacetMenu label={t('games.company')} facet="companies" values={facets?.companies} chosen={valuesOf(search.companies)} onPick={toggle('companies')} />
        <FacetMenu label={t('games.franchise')} facet="franchises" values={facets?.franchises} chosen={valuesOf(search.franchises)} onPick={toggle('franchises')} />
        <Choice label={t('games.kind')}>
          {KINDS.map((kind) => (
            <MenuItem key={kind} checked={valuesOf(search.kinds).includes(kind)} onPick={() => toggle('kinds')(kind)}>
              {t(`games.kinds.${kind}`)}
            </MenuItem>
          ))}
        </Choice>
        <Choice label={t('games.playersLabel')}>
          {PLAYERS.map((count) => (
            <MenuItem key={count} checked={search.players === count} onPick={() => onChange({ players: search.players === count ? undefined : count })}>
              {t('games.playersMin', { count })}
            </MenuItem>
          ))}
        </Choice>
        <Choice label={t('games.score')}>
          {SCORES.map((score) => (
            <MenuItem key={score} checked={search.score === score} onPick={() => onChange({ score: search.score === score ? undefined : score })}>
              {t('games.scoreMin', { score })}
            </MenuItem>
          ))}
        </Choice>
      </div>
      <div className="flex flex-none gap-1 max-md:mt-2" role="group" aria-label={t('games.look')}>
        <Menu label={t('games.sort.label')} className="chip" face={<>{t(`games.sort.${search.sort ?? (search.q ? 'best' : 'title')}`)}<Icon name="down" size={14} /></>}>
          {search.q && (
            <MenuItem checked={!search.sort} onPick={() => onChange({ sort: undefined })}>
              {t('games.sort.best')}
            </MenuItem>
          )}
          {SORTS.map((sort) => (
            <MenuItem key={sort} checked={search.sort === sort || (!search.q && !search.sort && sort === 'title')} onPick={() => onChange({ sort })}>
              {t(`games.sort.${sort}`)}
            </MenuItem>
          ))}
        </Menu>
        {VIEWS.map((each) => (
          <button key={each} type="button" className={`chip px-2.5! ${view === each ? 'on' : ''}`} aria-label={t(`games.${each}`)} title={t(`games.${each}`)} aria-pressed={view === each} onClick={() => onChange({ view: each })}>
            <Icon name={ICONS[each]} size={16} />
          </button>
        ))}
      </div>
    </div>
  )
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <Menu label={label} className="chip" face={<>{label}<Icon name="down" size={14} /></>}>
      {children}
    </Menu>
  )
}
