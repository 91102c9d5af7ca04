/** Dead letters by the thing that they are about. */
import type { Of } from '../../api/house'
import type { Parked } from '../../api/types'

export interface Heap {
  key: string
  /** The one that could not be taken; the others stand behind it. */
  first: Of<Parked>
  letters: Of<Parked>[]
}

/** One heap a consumer and thing, in the order in which their letters are to be taken. */
export function byThing(all: readonly Of<Parked>[]): Heap[] {
  const heaps = new Map<string, Of<Parked>[]>()
  for (const letter of all) {
    const key = [letter.service, letter.consumer, letter.source, letter.aggregate].join(' ')
    heaps.set(key, [...(heaps.get(key) ?? []), letter])
  }
  return [...heaps].map(([key, unordered]) => {
    const letters = unordered.toSorted((a, b) => a.pos - b.pos)
    return { key, first: letters[0]!, letters }
  })
}

/** Whether nothing is wrong with this letter but that an earlier one of the same thing is parked. */
export const isBehind = ({ reason }: Parked) => reason.startsWith('an earlier event of the same thing')
