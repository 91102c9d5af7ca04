import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { gamesKey } from '../../../api/games'
import { goesOn, importsKey, importsQuery } from '../../../api/keeping'
import type { Import } from '../../../api/types'
import { Forbidden } from '../../../frame/Lost'
import { Empty } from '../../../ui/Empty'
import { TroublePage } from '../../../ui/EmptyPage'
import { More } from '../../../ui/More'
import { useTitle } from '../../../ui/page'
import { TableWaiting } from '../../../ui/Table'
import { Rejects } from '../imports/Rejects'
import { Run } from '../imports/Run'
import { Send } from '../imports/Send'
import '../../../styles/keep.css'

/** Lists of games that were brought in, and the door for one more. */
export default function ImportsPage() {
  const { t } = useTranslation()
  useTitle(t('imports.title'))
  return useMe()?.rights.includes('games.import') ? <Imports /> : <Forbidden />
}

function Imports() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const imports = useInfiniteQuery(importsQuery)
  const [shown, setShown] = useState<Import | null>(null)
  const items = imports.data?.pages.flatMap((page) => page.items) ?? []
  const busy = items.some(goesOn)
  // The shelves are fuller when one has ended.
  useEffect(() => {
    if (!busy) return
    return () => void client.invalidateQueries({ queryKey: gamesKey, predicate: ({ queryKey }) => queryKey[1] !== importsKey[1] })
  }, [busy, client])
  if (imports.error && !imports.data) return <TroublePage error={imports.error} onRetry={() => void imports.refetch()} />
  return (
    <>
      <h1 className="d1">{t('imports.title')}</h1>
      <div className="mt-5 grid gap-8">
        <Send />
        <section aria-label={t('imports.past')}>
          {imports.isPending && <TableWaiting rows={4} />}
          {imports.data && items.length === 0 && <Empty title={t('imports.noneTitle')} text={t('imports.none')} />}
          <ul>
            {items.map((run) => (
              <Run key={run.id} run={run} onRejects={() => setShown(run)} />
            ))}
          </ul>
          <More has={imports.hasNextPage} fetching={imports.isFetchingNextPage} onMore={() => void imports.fetchNextPage()} />
        </section>
      </div>
      {shown && <Rejects run={shown} onClose={() => setShown(null)} />}
    </>
  )
}
