import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { installationQuery, sendConfirmation } from '../../api/accounts'
import type { Me } from '../../api/types'
import { Button } from '../../ui/Button'
import { Told, Trouble } from '../../ui/Told'

/** Asks for a new confirmation link and tells where to look for it. `quiet` where it is not what the page is for. */
export function SendAgain({ me, quiet = false }: { me: Me; quiet?: boolean }) {
  const { t } = useTranslation()
  const mail = useQuery(installationQuery).data?.mail ?? false
  const sending = useMutation({ mutationFn: sendConfirmation })
  if (sending.isSuccess) {
    return (
      <Told kind="good" alert>
        {t(mail ? 'confirm.sent' : 'confirm.sentTerminal', { email: me.email })}
      </Told>
    )
  }
  return (
    <>
      <Trouble error={sending.error} />
      <Button look={quiet ? 'plain' : 'primary'} small={quiet} doing={sending.isPending && t('confirm.sending')} onClick={() => sending.mutate()}>
        {t('confirm.spentAgain')}
      </Button>
    </>
  )
}
