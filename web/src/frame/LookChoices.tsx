import { useTranslation } from 'react-i18next'
import { Segments } from '../ui/Segments'
import { density, theme, useDensity, useTheme } from './look'

export function ThemeChoice() {
  const { t } = useTranslation()
  const options = theme.values.map((value) => ({ value, name: t(`account.${value}`) }))
  return <Segments label={t('account.theme')} value={useTheme()} options={options} onChange={theme.set} />
}

export function DensityChoice() {
  const { t } = useTranslation()
  const options = density.values.map((value) => ({ value, name: t(`settings.look.${value}`) }))
  return <Segments label={t('settings.look.density')} value={useDensity()} options={options} onChange={density.set} />
}
