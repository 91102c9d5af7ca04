import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { may, useMe } from '../../../api/accounts'
import { auditKey } from '../../../api/house'
import type { Role, Template, User } from '../../../api/types'
import { actOn, calledUser, userQuery, usersKey } from '../../../api/users'
import { say } from '../../../frame/toasts'
import { Changed } from '../../../ui/Changed'
import { Save } from '../../../ui/Save'
import { Select } from '../../../ui/Select'
import { Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { ROLES } from './search'

/** The role of an account. It is there only while the server offers to change it. */
export function RoleForm({ user }: { user: User }) {
  const offer = user._templates.change_role
  return offer ? <Offered user={user} offer={offer} /> : null
}

function Offered({ user, offer }: { user: User; offer: Template }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const me = useMe()
  const { queryKey } = userQuery(user.id)
  const form = useForm({
    start: { role: user.role },
    send: ({ role }) => actOn(user, offer, { role }),
    done: (answer, { role }) => {
      if ('id' in answer) client.setQueryData(queryKey, answer)
      void client.invalidateQueries({ queryKey: usersKey })
      void client.invalidateQueries({ queryKey: auditKey })
      say(t('admin.user.roleDone', { name: calledUser(user), role: t(`account.role.${role}`) }))
    },
    refresh: () => client.invalidateQueries({ queryKey }),
    clear: true,
  })
  // Who may not appoint cannot choose what the server would refuse.
  const roles = ROLES.filter((role) => role === user.role || may(me, 'accounts.appoint') || role === 'user' || role === 'moderator')
  return (
    <form {...form.form} className="grid gap-3">
      <Changed clashes={form.clashes.map(() => ({ label: t('admin.users.role'), there: t(`account.role.${user.role}`) }))} onTake={form.revert} />
      <Select label={t('admin.users.role')} hint={t(`admin.user.may.${form.values.role}`)} options={roles.map((value: Role) => ({ value, name: t(`account.role.${value}`) }))} {...form.field('role')} />
      {form.dirty && <p className="small">{t('admin.user.roleEnds')}</p>}
      <Trouble error={form.error} />
      <Save form={form} act={t('admin.user.roleAct')} doing={t('settings.saving')} />
    </form>
  )
}
