import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/accounts'
import { Confirm } from '../ui/Confirm'
import { queryClient } from './query'

/** Asks before a page is left on which something was typed and not saved; the browser asks when its window closes. */
export function Unsaved({ when }: { when: boolean }) {
  const { t } = useTranslation()
  const { status, proceed, reset } = useBlocker({
    // Parts of the same page may be visited, and who is signed out has nothing left to save.
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname && Boolean(queryClient.getQueryData(meQuery.queryKey)),
    enableBeforeUnload: when,
    withResolver: true,
  })
  return <Confirm open={status === 'blocked'} title={t('unsaved.title')} text={t('unsaved.text')} act={t('unsaved.leave')} stay={t('unsaved.stay')} doing={false} error={null} danger onAct={() => proceed?.()} onClose={() => reset?.()} />
}
