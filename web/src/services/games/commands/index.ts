/** Games by their names, and the pages of the catalogue. */
import { get } from '../../../api/client'
import type { Works } from '../../../api/types'
import type { Commands } from '../../../frame/find/command'

const commands: Commands = {
  commands: [
    { id: 'games-browse', icon: 'wall', kind: 'go', name: (t) => t('browse.title'), also: (t) => t('nav.games'), act: '/games/browse' },
    { id: 'games-new', icon: 'plus', kind: 'do', name: (t) => t('find.newGame'), right: 'games.keep', act: '/games/new' },
  ],
  finders: [
    {
      id: 'games',
      icon: 'games',
      heading: (t) => t('nav.games'),
      find: async (q, signal) => {
        const { items } = await get<Works>('/games/works', { query: { q, limit: 5 }, signal })
        return items.map(({ id, title, year }) => ({ id, title, ...(year ? { note: String(year) } : {}), href: `/games/${id}` }))
      },
    },
  ],
}

export default commands
