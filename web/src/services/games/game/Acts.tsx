import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { newKey } from '../../../api/client'
import { gamesKey, mineQuery } from '../../../api/games'
import { answerDoubt } from '../../../api/keeping'
import type { NamedWork, Work, WorkMine } from '../../../api/types'
import { say } from '../../../frame/toasts'
import { Button } from '../../../ui/Button'
import { Sheet } from '../../../ui/Sheet'
import { Told, Trouble } from '../../../ui/Told'
import { WorkPicker } from '../keep/WorkPicker'

/** What the caller may do with this game; empty for guests and for most people. */
export function useMine(id: string): NonNullable<WorkMine['_templates']> {
  const me = useMe()
  const mine = useQuery({ ...mineQuery(id), enabled: me !== null })
  return mine.data?._templates ?? {}
}

/** What the server offers for this game, as buttons in its stage. */
export function Acts({ work }: { work: Work }) {
  const { t } = useTranslation()
  const may = useMine(work.id)
  const [merging, setMerging] = useState(false)
  if (Object.keys(may).length === 0) return null
  return (
    <div className="acts-row">
      {may.edit && (
        <Link to="/games/$id/edit" params={{ id: work.id }} className="btn sm">
          {t('keep.edit.act')}
        </Link>
      )}
      {may.add_addition && (
        <Link to="/games/new" search={{ parent: work.id }} className="btn sm">
          {t('keep.addition')}
        </Link>
      )}
      {may.add_edition && (
        <Link to="/games/new" search={{ edition_of: work.id }} className="btn sm">
          {t('keep.edition')}
        </Link>
      )}
      {may.merge && (
        <Button small onClick={() => setMerging(true)}>
          {t('keep.merge.act')}
        </Button>
      )}
      {merging && <Merge work={work} onClose={() => setMerging(false)} />}
    </div>
  )
}

/** Two entries that are one game: which other one, and that it cannot be undone. */
function Merge({ work, onClose }: { work: Work; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [other, setOther] = useState<NamedWork | null>(null)
  const [key] = useState(newKey)
  const merging = useMutation({
    mutationFn: (with_: NamedWork) => answerDoubt({ a: work.id, b: with_.id, same: true }, key),
    onSuccess: async (answer) => {
      onClose()
      say(t('keep.merge.done', { a: work.title, b: other?.title }))
      await client.invalidateQueries({ queryKey: gamesKey })
      await navigate({ to: '/games/$id', params: { id: answer.work.id } })
    },
  })
  return (
    <Sheet title={t('keep.merge.title')} onClose={onClose}>
      <div className="grid gap-5">
        <p className="small">{t('keep.merge.text', { title: work.title })}</p>
        <WorkPicker label={t('keep.merge.other')} value={other} not={work.id} onChange={setOther} />
        {other && <Told kind="warn">{t('keep.merge.sure', { a: work.title, b: other.title })}</Told>}
        <Trouble error={merging.error} />
        <Button look="primary" disabled={!other} doing={merging.isPending && t('keep.merge.doing')} onClick={() => other && merging.mutate(other)}>
          {t('keep.merge.yes')}
        </Button>
      </div>
    </Sheet>
  )
}
