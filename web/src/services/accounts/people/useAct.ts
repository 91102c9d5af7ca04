import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CHANGED_MEANWHILE, isProblem } from '../../../api/client'
import { auditKey } from '../../../api/house'
import type { Template, User } from '../../../api/types'
import { actOn, userQuery, usersKey } from '../../../api/users'

interface Asked {
  offer: Template
  body?: object
}

/** Does one thing to an account and shows the account as it is afterwards. */
export function useAct(user: User, onDone: () => void) {
  const client = useQueryClient()
  const { queryKey } = userQuery(user.id)
  return useMutation({
    mutationFn: ({ offer, body }: Asked) => actOn(user, offer, body),
    onSuccess: (answer) => {
      if ('id' in answer) client.setQueryData(queryKey, answer)
      void client.invalidateQueries({ queryKey: usersKey })
      void client.invalidateQueries({ queryKey: auditKey })
      onDone()
    },
    onError: (error) => {
      // What is offered may be another thing by now.
      if (isProblem(error, CHANGED_MEANWHILE)) void client.invalidateQueries({ queryKey })
    },
  })
}
