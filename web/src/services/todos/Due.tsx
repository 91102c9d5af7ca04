import { useQuery } from '@tanstack/react-query'
import { countsQuery } from '../../api/todos'
import { useFormat } from '../../i18n/format'

/** How many wait until tonight, beside the name in the rail. */
export default function Due() {
  const format = useFormat()
  const counts = useQuery(countsQuery).data
  const due = counts ? counts.overdue + counts.today : 0
  return due > 0 ? <span className="num count">{format.number(due)}</span> : null
}
