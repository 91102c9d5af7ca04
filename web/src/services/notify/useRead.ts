import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import { newestNotesQuery, notesKey, notesQuery, readUpTo } from '../../api/notify'
import type { Note, Notes } from '../../api/types'

/** Marks a note and all older ones as read: at once on the page, and taken back if the server refuses. */
export function useRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: readUpTo,
    onMutate: async (upTo: string) => {
      await client.cancelQueries({ queryKey: notesKey })
      const list = client.getQueryData(notesQuery.queryKey)
      const newest = client.getQueryData(newestNotesQuery.queryKey)
      const all = list?.pages.flatMap((page) => page.items) ?? []
      const from = all.findIndex((note) => note.id === upTo)
      const left = from < 0 ? 0 : all.slice(0, from).filter((note) => !note.read).length
      const older = new Set(from < 0 ? [] : all.slice(from).map((note) => note.id))
      const read = (note: Note) => (older.has(note.id) ? { ...note, read: true } : note)
      const page = (notes: Notes): Notes => ({ ...notes, unread: left, items: notes.items.map(read) })
      if (list) client.setQueryData(notesQuery.queryKey, { ...list, pages: list.pages.map(page) } satisfies InfiniteData<Notes>)
      if (newest) client.setQueryData(newestNotesQuery.queryKey, page(newest))
      return { list, newest }
    },
    onError: (_error, _upTo, before) => {
      client.setQueryData(notesQuery.queryKey, before?.list)
      client.setQueryData(newestNotesQuery.queryKey, before?.newest)
    },
    onSettled: () => client.invalidateQueries({ queryKey: notesKey }),
  })
}
