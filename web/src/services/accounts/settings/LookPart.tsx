import { useTranslation } from 'react-i18next'
import { byHand, useInstall } from '../../../frame/install'
import { DensityChoice, ThemeChoice } from '../../../frame/LookChoices'
import { Button } from '../../../ui/Button'
import { Part } from './Part'

/** How this browser shows the page. */
export function LookPart() {
  const { t } = useTranslation()
  return (
    <Part id="look" title={t('settings.look.title')} text={t('settings.look.text')}>
      <ThemeChoice />
      <DensityChoice />
      <Device />
    </Part>
  )
}

/** The page as an application of this device, where the browser can do that. */
function Device() {
  const { t } = useTranslation()
  const { ask, done } = useInstall()
  if (!ask && !done && !byHand()) return null
  return (
    <div className="grid justify-items-start gap-2">
      <p className="label">{t('install.label')}</p>
      <p className="small">{t(done ? 'install.done' : ask ? 'install.text' : 'install.byHand')}</p>
      {ask && (
        <Button small onClick={() => void ask()}>
          {t('install.go')}
        </Button>
      )}
    </div>
  )
}
