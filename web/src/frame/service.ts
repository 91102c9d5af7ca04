/** What a service brings to the frame. Services do not import each other; the frame does not import them. */
import type { ComponentType, LazyExoticComponent } from 'react'
import type { IconName } from '../ui/Icon'

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

export interface Strip {
  /** Lower comes first. */
  order: number
  component: LazyExoticComponent<ComponentType>
}

/** Something that the field on top does with the words in it, beside searching. */
export interface Command {
  icon: IconName
  /** Key of what it does. */
  name: 'todos.command'
  /** Offered only to who has this right. */
  right: string
  /** Where it leads with these words. */
  href: (words: string) => string
}

export interface Service {
  /** As in the list of services that the server says are on. */
  name: string
  places?: Place[]
  offices?: Office[]
  commands?: Command[]
  /** What it says on Tonight: proposals in the middle, further things beside. */
  proposals?: Strip[]
  asides?: Strip[]
}
