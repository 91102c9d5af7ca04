/** What a service brings to the frame. Services do not import each other; the frame does not import them. */
import type { ComponentType, LazyExoticComponent, ReactNode } from 'react'
import type { IconName } from '../ui/Icon'
import type { Commands } from './find/command'

export interface Place {
  /** Where it leads. */
  to: '/' | '/games' | '/todos' | '/admin'
  icon: IconName
  /** Key of its name. */
  name: 'nav.tonight' | 'nav.games' | 'nav.todos' | 'nav.admin'
  /** Key of the heading over it in the rail; none for the first. */
  group?: 'nav.play' | 'nav.keep' | 'nav.house'
  /** Shown only to who has this right. */
  right?: string
  /** A number beside the name in the rail. */
  count?: LazyExoticComponent<ComponentType>
}

/** A page of the administration; shown in its tabs to who has the right. */
export interface Office {
  to: '/admin/users' | '/admin/audit' | '/admin/dead-letters' | '/admin/jobs' | '/admin/imports' | '/admin/doubts'
  name: 'admin.users.title' | 'admin.audit.title' | 'admin.dead.title' | 'admin.jobs.title' | 'imports.title' | 'doubts.title'
  right: string
  /** Lower comes first. */
  order: number
}

/** Something that is mine and next: one row of the timeline on Tonight. */
export interface Moment {
  key: string
  /** The day on which it is, as `YYYY-MM-DD` on the wall here; null for what waits already. */
  day: string | null
  /** The hour, as `HH:MM`; null where the day has none. */
  time: string | null
  /** What stands at its left: the hour or the day, and a smaller word under it. */
  when: { main: string; below?: string; late?: boolean }
  /** What it is, for the sentence over the timeline; none once it is done. */
  title?: string
  section: 'todos' | 'notes'
  row: ReactNode
}

/** What a strip found until now. */
export interface Found {
  moments: readonly Moment[]
  /** Whether it still asks; the timeline waits for all, so that nothing moves. */
  waiting: boolean
  /** Where the rest of it is. */
  more?: ReactNode
}

export interface StripProps {
  /** Gets what the strip found, and is what it shows. */
  children: (found: Found) => ReactNode
}

interface Ordered {
  /** Lower comes first. */
  order: number
}

/** A part of the timeline of Tonight: a component, so that it listens and acts for itself, which hands its moments on. */
export interface Strip extends Ordered {
  component: LazyExoticComponent<ComponentType<StripProps>>
}

/** A thing to do, or something beside. Shows nothing when there is nothing to say. */
export interface Part extends Ordered {
  component: LazyExoticComponent<ComponentType>
}

export interface Service {
  /** As in the list of services that the server says are on. */
  name: string
  places?: Place[]
  offices?: Office[]
  /** What the field on top finds and does; fetched when somebody goes there. */
  commands?: () => Promise<{ default: Commands }>
  /** What it says on Tonight: on the timeline, as things to do, and beside. */
  strips?: Strip[]
  proposals?: Part[]
  asides?: Part[]
}
