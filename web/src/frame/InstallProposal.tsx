import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { useInstall } from './install'
import { Proposal } from './Proposal'

/** The house on this device, where the browser can put it there. */
export default function InstallProposal() {
  const { t } = useTranslation()
  const { ask } = useInstall()
  if (!ask) return null
  return (
    <Proposal icon="install" title={t('install.title')} text={t('install.text')}>
      <Button small onClick={() => void ask()}>
        {t('install.go')}
      </Button>
    </Proposal>
  )
}
