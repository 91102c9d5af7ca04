/** Notes. */
import { newestNotesQuery, notesKey, readUpTo } from '../../../api/notify'
import type { Commands } from '../../../frame/find/command'

const commands: Commands = {
  commands: [
    { id: 'notes', icon: 'bell', kind: 'go', name: (t) => t('notes.title'), right: 'member', act: '/notes' },
    {
      id: 'notes-read',
      icon: 'bell',
      kind: 'do',
      name: (t) => t('find.readNotes'),
      right: 'member',
      act: async ({ client }) => {
        const newest = (await client.fetchQuery(newestNotesQuery)).items[0]
        if (newest) await readUpTo(newest.id)
        await client.invalidateQueries({ queryKey: notesKey })
      },
    },
  ],
}

export default commands
