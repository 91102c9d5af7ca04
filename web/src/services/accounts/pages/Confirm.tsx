import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { confirm, meQuery, useMe } from '../../../api/accounts'
import { isProblem } from '../../../api/client'
import type { Me } from '../../../api/types'
import { Door } from '../../../frame/Door'
import { Bulbs } from '../../../ui/Bulbs'
import { Button } from '../../../ui/Button'
import { useTitle } from '../../../ui/page'
import { Trouble } from '../../../ui/Told'
import { ProveIt } from '../ProveIt'
import { SendAgain } from '../SendAgain'
import { useToken } from '../useToken'

const SPENT = '/problems/accounts/link-spent'
const PASSWORD_NEEDED = '/problems/accounts/password-needed'

/** Opening the link changes nothing; this page posts the token in its fragment. */
export default function Confirm() {
  const { t } = useTranslation()
  const [token, clearAddress] = useToken('/confirm')
  useTitle(t('confirm.title'))
  return token ? <Ask key={token} token={token} clearAddress={clearAddress} /> : <Missing />
}

function Ask({ token, clearAddress }: { token: string; clearAddress: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const done = (me: Me) => {
    client.setQueryData(meQuery.queryKey, me)
    clearAddress()
  }
  const asking = useMutation({
    mutationFn: () => confirm({ token }),
    onSuccess: done,
    onError: (error) => {
      if (isProblem(error, SPENT)) clearAddress()
    },
  })
  // Effects run twice in development; the link is good for one post only.
  const asked = useRef(false)
  const ask = asking.mutate
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    ask()
  }, [ask])

  const me = useMe()
  const confirmed = asking.data ?? null
  if (confirmed) return <Done me={confirmed} />
  if (isProblem(asking.error, PASSWORD_NEEDED)) {
    return me?.confirmed ? <Done me={me} /> : <ProveIt token={token} onDone={done} onSpent={clearAddress} />
  }
  if (isProblem(asking.error, SPENT)) return <Spent error={asking.error} />
  if (asking.error) {
    return (
      <Door title={t('confirm.title')}>
        <Trouble error={asking.error} />
        <Button look="primary" onClick={() => ask()}>
          {t('actions.retry')}
        </Button>
      </Door>
    )
  }
  return (
    <Door title={t('confirm.title')}>
      <div role="status">
        <Bulbs chase size={9} />
        <p className="small mt-4">{t('confirm.working')}</p>
      </div>
    </Door>
  )
}

function Done({ me }: { me: Me }) {
  const { t } = useTranslation()
  return (
    <Door title={t('confirm.done')} lead={<p role="status">{t('confirm.doneText', { email: me.email })}</p>}>
      <Bulbs lit={9} size={9} />
      <Link to="/" className="btn primary">
        {t('confirm.go')}
      </Link>
    </Door>
  )
}

function Spent({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <Door title={t('confirm.title')}>
      <Trouble error={error}>{me?.confirmed && t('confirm.already')}</Trouble>
      {me && !me.confirmed && <SendAgain me={me} />}
      <Link to={me ? '/' : '/sign-in'} className={me && !me.confirmed ? 'btn quiet' : 'btn primary'}>
        {t(me ? 'confirm.go' : 'signIn.title')}
      </Link>
    </Door>
  )
}

function Missing() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <Door title={t('confirm.missing')} lead={t('confirm.missingText')}>
      {me && !me.confirmed && <SendAgain me={me} />}
      <Link to="/" className="btn">
        {t(me ? 'actions.home' : 'signIn.title')}
      </Link>
    </Door>
  )
}
