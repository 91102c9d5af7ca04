import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { demoQuery, openDemo } from '../../../api/accounts'
import { Proposal } from '../../../frame/Proposal'
import { say } from '../../../frame/toasts'
import { Button } from '../../../ui/Button'
import { Trouble } from '../../../ui/Told'

/** An empty house, filled for looking around; only for whom the server lets do that. */
export default function Demo() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offered = useQuery(demoQuery).data?.offered ?? false
  const opening = useMutation({
    mutationFn: openDemo,
    onSuccess: (demo) => {
      client.setQueryData(demoQuery.queryKey, demo)
      say(t('demo.done'))
      // Games arrive a moment later, when their service has heard of it.
      void client.invalidateQueries()
    },
  })
  if (!offered) return null
  return (
    <Proposal icon="tonight" title={t('demo.title')} text={t('demo.text')} below={opening.error && <Trouble error={opening.error} />}>
      <Button small doing={opening.isPending && t('demo.going')} onClick={() => opening.mutate()}>
        {t('demo.go')}
      </Button>
    </Proposal>
  )
}
