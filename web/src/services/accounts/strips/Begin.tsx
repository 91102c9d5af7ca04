import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { installationQuery, isStaff, sendConfirmation, setupQuery, useMe } from '../../../api/accounts'
import type { Me } from '../../../api/types'
import { Proposal } from '../../../frame/Proposal'
import { Button } from '../../../ui/Button'
import { Trouble } from '../../../ui/Told'

/** What is left to do about this account and this house. Nothing, when all of it is done. */
export default function Begin() {
  const me = useMe()
  const setup = useQuery(setupQuery)
  if (!me) return null
  // One thing at a time: the keys of the house after one's own address.
  if (!me.confirmed) return <ConfirmAddress me={me} />
  return setup.data?.open && !isStaff(me) ? <Keeper /> : null
}

function Keeper() {
  const { t } = useTranslation()
  return <Proposal icon="key" title={t('tonight.keeper.title')} text={t('tonight.keeper.text')} />
}

function ConfirmAddress({ me }: { me: Me }) {
  const { t } = useTranslation()
  const mail = useQuery(installationQuery).data?.mail ?? false
  const sending = useMutation({ mutationFn: sendConfirmation })
  const { email } = me
  return (
    <Proposal
      icon="mail"
      title={t('tonight.confirm.title')}
      text={t(mail ? 'tonight.confirm.mail' : 'tonight.confirm.terminal', { email })}
      below={sending.error && <Trouble error={sending.error} />}
    >
      {sending.isSuccess ? (
        <p className="label" role="status">
          {t(mail ? 'tonight.confirm.sent' : 'tonight.confirm.sentTerminal')}
        </p>
      ) : (
        <Button small doing={sending.isPending && t('tonight.confirm.sending')} onClick={() => sending.mutate()}>
          {t(mail ? 'tonight.confirm.again' : 'tonight.confirm.againTerminal')}
        </Button>
      )}
    </Proposal>
  )
}
