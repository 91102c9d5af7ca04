import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { changeWork, gamesKey, mineQuery, unlockField, workQuery } from '../../../api/games'
import type { Work, WorkField, WorkKind } from '../../../api/types'
import { Forbidden } from '../../../frame/Lost'
import { say } from '../../../frame/toasts'
import { Unsaved } from '../../../frame/Unsaved'
import { inWords } from '../../../i18n/problems'
import { Button } from '../../../ui/Button'
import { Changed } from '../../../ui/Changed'
import { TroublePage } from '../../../ui/EmptyPage'
import { Icon } from '../../../ui/Icon'
import { useTitle } from '../../../ui/page'
import { PageLoading } from '../../../ui/Skeleton'
import { Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { asChange, asFields, type Fields, wrongs } from '../keep/fields'
import { History } from '../keep/History'
import { WorkFields } from '../keep/WorkFields'
import '../../../styles/keep.css'

const route = getRouteApi('/inside/games/$id/edit')

/** What staff says of a game. Whatever is changed here stays, whatever a list says later. */
export default function EditPage() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const work = useQuery(workQuery(id))
  const mine = useQuery(mineQuery(id))
  useTitle(t('keep.edit.title'))
  const error = work.error ?? mine.error
  if (error && !work.data) return <TroublePage error={error} onRetry={() => void work.refetch()} />
  if (!work.data || !mine.data) return <PageLoading />
  const may = mine.data._templates ?? {}
  if (!may.edit) return <Forbidden />
  return <Edit work={work.data} mayUnlock={Boolean(may.unlock)} onRefresh={() => work.refetch()} />
}

function Edit({ work, mayUnlock, onRefresh }: { work: Work; mayUnlock: boolean; onRefresh: () => unknown }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const saved = async (fresh: Work) => {
    client.setQueryData(workQuery(work.id).queryKey, fresh)
    await client.invalidateQueries({ queryKey: gamesKey })
  }
  const edit = useForm<Fields, Work>({
    start: asFields(work),
    check: (values) => wrongs(values, { title: t('keep.wrong.title'), year: t('keep.wrong.year'), players: t('keep.wrong.players') }),
    send: (_, changes) => changeWork(work.id, asChange(changes), work.version),
    done: async (fresh) => {
      await saved(fresh)
      say(t('keep.edit.saved', { title: fresh.title }))
      await navigate({ to: '/games/$id', params: { id: fresh.id } })
    },
    refresh: onRefresh,
  })
  const { form, busy, dirty, error, clashes, revert } = edit
  const there = asFields(work)
  const said = (field: keyof Fields) => (field === 'kind' ? t(`games.kinds.${there.kind as WorkKind}`) : field === 'parent' ? (work.parent?.title ?? '') : field === 'edition_of' ? (work.edition_of?.title ?? '') : there[field])
  return (
    <>
      <p className="label">
        <Link to="/games/$id" params={{ id: work.id }} className="link">
          {work.title}
        </Link>
      </p>
      <h1 className="d1 mt-1">{t('keep.edit.title')}</h1>
      <p className="small mt-2 max-w-[62ch]">{t('keep.edit.text')}</p>
      <div className="edit-cols">
        <form {...form} className="grid content-start gap-5">
          <Unsaved when={dirty && !busy} />
          <Changed clashes={clashes.map((field) => ({ label: t(`game.field.${field}`), there: said(field) }))} onTake={revert} />
          <Trouble error={error} />
          <WorkFields
            edit={edit}
            self={work.id}
            named={[work.parent, work.edition_of].filter((each) => each !== null)}
            renderHint={(field) => (work.locked.includes(field) ? <Locked work={work} field={field} may={mayUnlock} onDone={saved} /> : undefined)}
          />
          <div className="flex flex-wrap gap-2.5">
            <Button type="submit" look="primary" disabled={!dirty} doing={busy && t('keep.saving')}>
              {t('keep.save')}
            </Button>
            <Link to="/games/$id" params={{ id: work.id }} className="btn quiet">
              {t('keep.leave')}
            </Link>
          </div>
        </form>
        <History work={work} onDone={saved} />
      </div>
    </>
  )
}

interface LockedProps {
  work: Work
  field: WorkField
  may: boolean
  onDone: (fresh: Work) => Promise<unknown>
}

/** That staff said this, and the way to let the sources say it again. */
function Locked({ work, field, may, onDone }: LockedProps) {
  const { t } = useTranslation()
  const unlocking = useMutation({ mutationFn: () => unlockField(work.id, field), onSuccess: onDone, onError: (error) => say(inWords(error, t).title) })
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <Icon name="lock" size={14} />
      {t('keep.locked')}
      {may && (
        <button type="button" className="link font-semibold text-ink" aria-busy={unlocking.isPending} onClick={() => unlocking.mutate()}>
          {t('keep.unlock')}
          <span className="sr-only">: {t(`game.field.${field}`)}</span>
        </button>
      )}
    </span>
  )
}
