import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Doubt, Work } from '../../../api/types'
import { useFormat } from '../../../i18n/format'
import { Cover } from '../../../ui/cover/Cover'
import { coverOf } from '../cover'
import { rowsOf } from './rows'

/** Two games side by side, fact by fact; what differs stands out in colour and in words. */
export function Pair({ doubt }: { doubt: Doubt }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = rowsOf(doubt.a, doubt.b, { list: format.list, number: format.number })
  return (
    <div className="pair" role="group" aria-label={t('doubts.pair', { a: doubt.a.title, b: doubt.b.title })}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{t('doubts.fact')}</span>
            </th>
            {[doubt.a, doubt.b].map((work) => (
              <Head key={work.id} work={work} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, a, b, differs }) => (
            <tr key={name} className={differs ? 'differs' : ''}>
              <th scope="row">
                {t(`doubts.row.${name}`)}
                {differs && <span className="sr-only"> ({t('doubts.differs')})</span>}
              </th>
              <td>{a || <span className="small">–</span>}</td>
              <td>{b || <span className="small">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Head({ work }: { work: Work }) {
  return (
    <th scope="col">
      <Link to="/games/$id" params={{ id: work.id }} target="_blank" className="head">
        <Cover of={coverOf(work)} decorative />
        <span className="d3 min-w-0">{work.title}</span>
      </Link>
    </th>
  )
}
