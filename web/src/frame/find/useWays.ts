/** All that the field on top offers for the words in it, in groups. */
import { keepPreviousData, useQueries, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/accounts'
import type { IconName } from '../../ui/Icon'
import { useOffices } from '../offices'
import { useServices } from '../registry'
import { begins, type Command, type Commands, offered } from './command'
import { OWN } from './own'
import { type Recent, recents, remember } from './recent'

export interface Way {
  id: string
  icon: IconName
  name: string
  note?: string | undefined
  run: () => void
}

export interface Group {
  id: string
  /** None over what is done with the words themselves. */
  heading?: string
  ways: Way[]
}

const MOST = 5
/** How long the words stand still before services are asked. */
const REST = 120

/** `open` begins to fetch what the services register; nothing is asked of them before. */
export function useWays(words: string, open: boolean): Group[] {
  const { t } = useTranslation()
  const me = useMe()
  const rights = me?.rights ?? null
  const go = useGo()
  const registered = useRegistered(open)
  const commands = useCommands(registered).filter(({ right, useful }) => offered(right, rights) && (useful?.() ?? true))
  const found = useThings(words, registered, open)

  const named = (what: string) => (words ? t('nav.findWords', { what, words }) : what)
  const keep = (recent: Recent) => me && remember(me.id, recent)
  const wayOf = (command: Command): Way => ({
    id: command.id,
    icon: command.icon,
    name: command.name(t),
    run: () => {
      keep({ id: command.id })
      go(command.act)
    },
  })

  const own: Way[] = [
    { id: 'search', icon: 'games', name: named(t('find.games')), run: () => go(words ? `/games?q=${encodeURIComponent(words)}` : '/games') },
    ...registered.flatMap(({ withWords = [] }) => withWords).filter(({ right }) => offered(right, rights)).map(({ id, icon, name, href }): Way => ({ id, icon, name: named(name(t)), run: () => go(href(words)) })),
  ]
  const kinds = (['go', 'do'] as const).map((kind): Group => {
    const fitting = commands.filter((command) => command.kind === kind && (words ? begins(words, `${command.name(t)} ${command.also?.(t) ?? ''}`) : !command.part))
    return { id: kind, heading: t(`find.${kind}`), ways: (words ? fitting.slice(0, MOST) : fitting).map(wayOf) }
  })
  const things = found.map(({ finder, items }): Group => ({
    id: finder.id,
    heading: finder.heading(t),
    ways: items.map((thing): Way => {
      const run = () => {
        keep({ id: `${finder.id}-${thing.id}`, thing: { ...thing, icon: finder.icon } })
        go(thing.href)
      }
      return { id: `${finder.id}-${thing.id}`, icon: finder.icon, name: thing.title, note: thing.note, run }
    }),
  }))
  if (words) return [{ id: 'words', ways: own }, ...kinds, ...things].filter(({ ways }) => ways.length > 0)
  const lately = (me && open ? recents(me.id) : []).flatMap((recent): Way[] => {
    const command = commands.find(({ id }) => id === recent.id)
    if (command) return [{ ...wayOf(command), id: `recent-${recent.id}` }]
    const { thing } = recent
    if (!thing) return []
    const run = () => {
      keep(recent)
      go(thing.href)
    }
    return [{ id: `recent-${recent.id}`, icon: thing.icon, name: thing.title, note: thing.note, run }]
  })
  return [{ id: 'recent', heading: t('find.recent'), ways: lately }, ...kinds].filter(({ ways }) => ways.length > 0)
}

function useGo(): (act: Command['act']) => void {
  const { t } = useTranslation()
  const router = useRouter()
  const client = useQueryClient()
  return (act) => void (typeof act === 'string' ? router.navigate({ href: act }) : act({ router, client, t }))
}

/** What the services register, once somebody has come to the field. */
function useRegistered(wanted: boolean): readonly Commands[] {
  const services = useServices()
  const [lists, setLists] = useState<readonly Commands[]>([])
  useEffect(() => {
    if (!wanted) return
    let stale = false
    const loads = services.flatMap(({ commands }) => commands ?? []).map((load) => load())
    // One that cannot be fetched takes nothing from the others.
    void Promise.allSettled(loads).then((settled) => {
      if (!stale) setLists(settled.flatMap((one) => (one.status === 'fulfilled' ? one.value.default : [])))
    })
    return () => {
      stale = true
    }
  }, [wanted, services])
  return lists
}

/** Sections and pages of the administration are commands by themselves; then what is registered. */
function useCommands(registered: readonly Commands[]): Command[] {
  const services = useServices()
  const offices = useOffices()
  const places = services.flatMap((service) => service.places ?? []).map(({ to, icon, name, right }): Command => ({ id: to, icon, kind: 'go', name: (t) => t(name), ...(right ? { right } : {}), act: to }))
  const doors = offices.map(({ to, name }): Command => ({ id: to, icon: 'admin', kind: 'go', name: (t) => t(name), also: (t) => t('nav.admin'), act: to }))
  const others = registered.flatMap(({ commands = [] }) => commands)
  return [...OWN.filter(({ kind }) => kind === 'go'), ...places, ...others, ...doors, ...OWN.filter(({ kind }) => kind === 'do')]
}

/** Games, to-dos and whatever else is found by words. */
function useThings(words: string, registered: readonly Commands[], open: boolean) {
  const rights = useMe()?.rights ?? null
  const asked = useRested(words)
  const finders = registered.flatMap(({ finders: some = [] }) => some).filter(({ right }) => offered(right, rights))
  const answers = useQueries({
    queries: finders.map((finder) => ({
      queryKey: ['find', finder.id, asked],
      queryFn: ({ signal }: { signal: AbortSignal }) => finder.find(asked, signal),
      enabled: open && asked.length > 1,
      placeholderData: keepPreviousData,
      staleTime: 20_000,
      retry: false,
    })),
  })
  return words ? finders.map((finder, i) => ({ finder, items: (asked.length > 1 ? answers[i]?.data : undefined) ?? [] })) : []
}

function useRested(words: string): string {
  const [rested, setRested] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setRested(words), REST)
    return () => clearTimeout(timer)
  }, [words])
  return words ? rested : ''
}
