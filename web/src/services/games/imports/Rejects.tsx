import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rejectsQuery } from '../../../api/keeping'
import type { Import } from '../../../api/types'
import { useFormat } from '../../../i18n/format'
import { More } from '../../../ui/More'
import { Sheet } from '../../../ui/Sheet'
import { TableWaiting } from '../../../ui/Table'
import { Trouble } from '../../../ui/Told'

/** The rows that an import put aside, each with why. */
export function Rejects({ run, onClose }: { run: Import; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rejects = useInfiniteQuery(rejectsQuery(run.id))
  const items = rejects.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Sheet title={t('imports.rejects', { count: run.bad, n: format.number(run.bad) })} onClose={onClose}>
      <p className="small mb-3">{t('imports.rejectsText', { name: run.name })}</p>
      <Trouble error={rejects.error} />
      {rejects.isPending && <TableWaiting rows={6} />}
      <ol>
        {items.map(({ line, reason, text }) => (
          <li key={line} className="border-t border-line py-3">
            <p className="flex justify-between gap-4 text-[15px]">
              <b className="strong">{reason}</b>
              <span className="small num whitespace-nowrap">{t('imports.line', { line: format.number(line) })}</span>
            </p>
            <code className="reject">{text}</code>
          </li>
        ))}
      </ol>
      <More has={rejects.hasNextPage} fetching={rejects.isFetchingNextPage} onMore={() => void rejects.fetchNextPage()} />
    </Sheet>
  )
}
