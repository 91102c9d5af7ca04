import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FacetName } from '../../api/games'
import type { Facet } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { Icon } from '../../ui/Icon'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu'

interface Props {
  label: string
  facet: FacetName
  /** `value` where it is called otherwise than it is asked for. */
  values: (Facet & { value?: string })[] | undefined
  chosen: readonly string[]
  onPick: (value: string) => void
}

/** The values of a facet that what is shown has, with how many of each; the last entry leads to all there are. */
export function FacetMenu({ label, facet, values, chosen, onPick }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  if (!values || values.length === 0) return null
  return (
    <Menu label={label} className="chip" face={<>{label}<Icon name="down" size={14} /></>}>
      {values.map(({ name, value = name, count }) => (
        <MenuItem key={value} checked={chosen.includes(value)} onPick={() => onPick(value)}>
          <span className="truncate">{name}</span>
          <span className="num">{format.number(count)}</span>
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onPick={() => void navigate({ to: '/games/browse/$facet', params: { facet } })}>{t(`games.all.${facet}`)}</MenuItem>
    </Menu>
  )
}
