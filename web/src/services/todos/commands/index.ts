/** One's own to-dos by their words, and a new one. */
import { get } from '../../../api/client'
import type { Todos } from '../../../api/types'
import type { Commands } from '../../../frame/find/command'
import { i18n } from '../../../i18n'

const RIGHT = 'todos.own'

/** "24 Nov" */
const day = (date: string) => new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))

const commands: Commands = {
  withWords: [{ id: 'todos-write', icon: 'plus', name: (t) => t('todos.command'), right: RIGHT, href: (words) => `/todos?write=${encodeURIComponent(words)}` }],
  commands: [
    { id: 'todos-new', icon: 'plus', kind: 'do', name: (t) => t('todos.command'), also: (t) => t('todos.title'), right: RIGHT, act: '/todos?write=' },
    { id: 'todos-trash', icon: 'trash', kind: 'go', name: (t) => t('todos.trash.title'), also: (t) => t('todos.title'), right: RIGHT, act: '/todos/trash' },
  ],
  finders: [
    {
      id: 'todos',
      icon: 'todos',
      heading: (t) => t('todos.title'),
      right: RIGHT,
      find: async (q, signal) => {
        const { items } = await get<Todos>('/todos/items', { query: { state: 'open', q, limit: 4 }, signal })
        return items.map(({ id, title, due }) => ({ id, title, ...(due ? { note: day(due.date) } : {}), href: `/todos?item=${id}` }))
      },
    },
  ],
}

export default commands
