import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { WorkCard } from '../../api/types'
import { useFormat } from '../../i18n/format'
import { type Column, Table } from '../../ui/Table'

/** The catalogue as a table: dense, for who knows what is wanted. */
export function WorksTable({ items }: { items: WorkCard[] }) {
  const { t } = useTranslation()
  return <Table label={t('games.results')} columns={useColumns()} rows={items} keyOf={({ id }) => id} leads />
}

function useColumns(): Column<WorkCard>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return [
    {
      key: 'title',
      name: t('game.field.title'),
      cut: true,
      cell: (work) => (
        <>
          <Link to="/games/$id" params={{ id: work.id }} preload="intent" data-row>
            {work.title}
          </Link>
          {work.kind !== 'game' && <span className="tag ml-2">{t(`games.kinds.${work.kind}`)}</span>}
          <span className="tiny block font-normal md:hidden">{[work.year, work.platforms[0]].filter(Boolean).join(', ')}</span>
        </>
      ),
    },
    { key: 'year', name: t('games.year'), desk: true, end: true, cell: ({ year }) => year },
    { key: 'platforms', name: t('game.field.platforms'), desk: true, cut: true, cell: ({ platforms }) => format.list(platforms) },
    { key: 'genres', name: t('games.genre'), desk: true, cut: true, cell: ({ genres }) => format.list(genres) },
    { key: 'company', name: t('games.company'), desk: true, cut: true, cell: ({ developer, publisher }) => developer ?? publisher },
  ]
}
