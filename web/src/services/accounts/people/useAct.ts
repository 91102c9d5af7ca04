import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { auditKey } from '../../../api/house'
import { CHANGED_MEANWHILE, isProblem } from '../../../api/client'
import type { Template, User } from '../../../api/types'
import { actOn, userQuery, usersKey } from '../../../api/users'
import { say } from '../../../frame/toasts'
import { inWords } from '../../../i18n/problems'

interface Asked {
  offer: Template
  body?: object
}

/**
 * Does one thing to an account and shows the account as it is afterwards. `onDone` gets that, nothing when a mail is
 * on its way, and `later`, which makes something of an offer that can still be done when the row is gone: an undo.
 */
export function useAct(user: User, onDone: (after: User | null, later: (offer: Template) => () => void) => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { queryKey } = userQuery(user.id)
  const settle = (answer: Awaited<ReturnType<typeof actOn>>) => {
    if ('id' in answer) client.setQueryData(queryKey, answer)
    void client.invalidateQueries({ queryKey: usersKey })
    void client.invalidateQueries({ queryKey: auditKey })
  }
  return useMutation({
    mutationFn: ({ offer, body }: Asked) => actOn(user, offer, body),
    onSuccess: (answer) => {
      settle(answer)
      const after = 'id' in answer ? answer : null
      onDone(after, (offer) => () => void actOn(after ?? user, offer).then(settle, (error: unknown) => say(inWords(error, t).title)))
    },
    onError: (error) => {
      // What is offered may be another thing by now.
      if (isProblem(error, CHANGED_MEANWHILE)) void client.invalidateQueries({ queryKey })
    },
  })
}
