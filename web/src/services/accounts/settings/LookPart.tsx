import { useTranslation } from 'react-i18next'
import { DensityChoice, ThemeChoice } from '../../../frame/LookChoices'
import { Part } from './Part'

/** How this browser shows the page. */
export function LookPart() {
  const { t } = useTranslation()
  return (
    <Part id="look" title={t('settings.look.title')} text={t('settings.look.text')}>
      <ThemeChoice />
      <DensityChoice />
    </Part>
  )
}
