import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../../api/accounts'
import { addWork, gamesKey, workQuery } from '../../../api/games'
import type { Work } from '../../../api/types'
import { Forbidden } from '../../../frame/Lost'
import { say } from '../../../frame/toasts'
import { Unsaved } from '../../../frame/Unsaved'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { useTitle } from '../../../ui/page'
import { PageLoading } from '../../../ui/Skeleton'
import { Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { useIntent } from '../../../ui/useIntent'
import { asChange, EMPTY, type Fields, listOf, wrongs } from '../keep/fields'
import { WorkFields } from '../keep/WorkFields'
import '../../../styles/keep.css'

const route = getRouteApi('/inside/games/new')

/** A game that no list has. `parent` and `edition_of` come from the page of the game that it belongs to. */
export default function NewPage() {
  const { t } = useTranslation()
  const { parent, edition_of } = route.useSearch()
  const keeper = useMe()?.rights.includes('games.keep')
  const of = useQuery({ ...workQuery(parent ?? edition_of ?? ''), enabled: Boolean(parent ?? edition_of) })
  useTitle(t('keep.new.title'))
  if (!keeper) return <Forbidden />
  if (of.isLoading) return <PageLoading />
  return <New of={of.data ?? null} addition={Boolean(parent)} />
}

function New({ of, addition }: { of: Work | null; addition: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const intent = useIntent()
  const [start] = useState(() => ({ ...EMPTY, platforms: of?.platforms[0] ?? '', ...(of ? belongs(of, addition) : {}) }))
  const edit = useForm<Fields & { platforms: string }, Work>({
    start,
    check: (values) => wrongs(values, { title: t('keep.wrong.title'), year: t('keep.wrong.year'), players: t('keep.wrong.players') }),
    send: ({ platforms, ...fields }) => {
      const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<Fields>
      const body = { ...asChange(said), platforms: listOf(platforms) }
      return addWork(body, intent.keyOf(body))
    },
    done: async (work) => {
      await client.invalidateQueries({ queryKey: gamesKey })
      say(t('keep.new.done', { title: work.title }))
      await navigate({ to: '/games/$id', params: { id: work.id } })
    },
  })
  return (
    <div className="max-w-[620px]">
      <h1 className="d1">{t('keep.new.title')}</h1>
      <p className="small mt-2">{t('keep.new.text')}</p>
      <form {...edit.form} className="mt-6 grid gap-5">
        <Unsaved when={edit.dirty && !edit.busy} />
        <Trouble error={edit.error} />
        <WorkFields edit={edit as never} named={of ? [of] : []} />
        <Field label={t('game.field.platforms')} hint={t('keep.commas')} autoComplete="off" optional {...edit.field('platforms')} />
        <Button type="submit" look="primary" className="justify-self-start" doing={edit.busy && t('keep.saving')}>
          {t('keep.new.make')}
        </Button>
      </form>
    </div>
  )
}

function belongs(of: Work, addition: boolean): Partial<Fields> {
  const same = { developer: of.developer ?? '', publisher: of.publisher ?? '', franchise: of.franchise ?? '' }
  return addition ? { ...same, kind: 'dlc', parent: of.id } : { ...same, kind: 'edition', edition_of: of.id, title: of.title }
}
