import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template, User, UserAction } from '../../../api/types'
import { calledUser } from '../../../api/users'
import { say } from '../../../frame/toasts'
import { Button } from '../../../ui/Button'
import { Confirm } from '../../../ui/Confirm'
import { Trouble } from '../../../ui/Told'
import { Suspend } from './Suspend'
import { useAct } from './useAct'

/** In the order in which one looks for them; the role has a form of its own. */
const ACTIONS = ['send_reset', 'end_sessions', 'grant', 'revoke', 'restore', 'suspend'] as const satisfies UserAction[]
type Action = (typeof ACTIONS)[number]
/** What cannot be taken back asks first. */
const ASKS: readonly Action[] = ['end_sessions', 'send_reset']
/** What takes an action back, for the moment after it. */
const BACK: Partial<Record<Action, Action>> = { grant: 'revoke', revoke: 'grant' }

/** What the server offers to do about this account, one line each. */
export function Actions({ user }: { user: User }) {
  const { t } = useTranslation()
  const offered = ACTIONS.flatMap((action) => {
    const offer = user._templates[action]
    return offer ? [{ action, offer }] : []
  })
  return (
    <section aria-labelledby="actions-title">
      <h2 id="actions-title" className="d3">
        {t('admin.user.actions')}
      </h2>
      {offered.length === 0 && <p className="small mt-2">{t('admin.user.nothing')}</p>}
      <ul className="mt-2">
        {offered.map(({ action, offer }) => (
          <Line key={action} user={user} action={action} offer={offer} />
        ))}
      </ul>
    </section>
  )
}

function Line({ user, action, offer }: { user: User; action: Action; offer: Template }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const name = calledUser(user)
  const acting = useAct(user, (after, later) => {
    setAsking(false)
    const back = BACK[action]
    const offered = back && after?._templates[back]
    say(t(`admin.user.${action}.done`, { name }), offered && { name: t('admin.user.undo'), run: later(offered) })
  })
  const asks = action === 'suspend' || ASKS.includes(action)
  const act = (body: object = {}) => acting.mutate({ offer, body })
  const close = () => {
    setAsking(false)
    acting.reset()
  }
  const doing = acting.isPending && t('admin.user.working')
  return (
    <li className="act">
      <div className="min-w-0">
        <p className="strong">{t(`admin.user.${action}.title`)}</p>
        <p className="small">{t(`admin.user.${action}.text`)}</p>
        {!asks && acting.error && <Refused error={acting.error} />}
      </div>
      <Button small className={action === 'suspend' ? 'text-curtain' : ''} doing={!asks && doing} onClick={() => (asks ? setAsking(true) : act())}>
        {t(`admin.user.${action}.act`)}
      </Button>
      {action === 'suspend' ? (
        <Suspend open={asking} name={name} doing={doing} error={acting.error} onAct={(reason) => act({ reason })} onClose={close} />
      ) : (
        asks && (
          <Confirm
            open={asking}
            title={t(`admin.user.${action as 'send_reset'}.ask`, { name })}
            text={t(`admin.user.${action as 'send_reset'}.askText`, { email: user.email })}
            act={t(`admin.user.${action}.act`)}
            doing={doing}
            error={acting.error}
            danger={action === 'end_sessions'}
            onAct={() => act()}
            onClose={close}
          />
        )
      )}
    </li>
  )
}

function Refused({ error }: { error: unknown }) {
  return (
    <div className="mt-2">
      <Trouble error={error} />
    </div>
  )
}
