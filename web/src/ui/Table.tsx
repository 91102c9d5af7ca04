import type { ReactNode } from 'react'
import { Bar, Skeleton } from './Skeleton'

export interface Column<T> {
  key: string
  name: ReactNode
  cell: (row: T) => ReactNode
  /** Numbers stand at the right. */
  end?: boolean
  /** Left out on a phone, where its first cell tells what matters of it. */
  desk?: boolean
  /** Cut off with an ellipsis where it grows long. */
  cut?: boolean
}

interface Props<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
  /** Rows lead somewhere: the first cell holds a link with `data-row`, and the whole row is its target. */
  leads?: boolean
}

/** A dense table. How dense is a setting; what does not fit scrolls sideways inside its own frame. */
export function Table<T>({ label, columns, rows, keyOf, leads }: Props<T>) {
  return (
    <div className="tablewrap">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={leads ? 'to' : ''}>
              {columns.map((column) => (
                <td key={column.key} className={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const classOf = <T,>({ end, desk, cut }: Column<T>) => [end && 'end', desk && 'desk', cut && 'cut'].filter(Boolean).join(' ')

/** The shape of a table while its first rows are fetched. */
export function TableWaiting({ rows = 8 }: { rows?: number }) {
  return (
    <Skeleton>
      <div className="grid">
        {Array.from({ length: rows }, (_, i) => (
          <div key={i} className="flex h-[var(--cell)] items-center gap-8 border-b border-line px-2.5">
            <Bar w={`${16 + ((i * 7) % 11)}%`} h={14} />
            <Bar w={`${22 + ((i * 5) % 9)}%`} h={14} />
            <Bar w="9%" h={14} />
          </div>
        ))}
      </div>
    </Skeleton>
  )
}
