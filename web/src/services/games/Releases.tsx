import { useTranslation } from 'react-i18next'
import type { Release } from '../../api/types'
import { useFormat } from '../../i18n/format'

/** Releases by platform, each with its regions in the order of their dates. */
export function Releases({ releases, title }: { releases: Release[]; title: string }) {
  const { t } = useTranslation()
  const groups = byPlatform(releases)
  return (
    <section>
      <h2 className="sr-only">{t('game.releases')}</h2>
      {groups.length === 0 && <p className="small">{t('game.releasesNone')}</p>}
      {groups.map(([platform, list]) => (
        <div key={platform} className="platform">
          <h3 className="d3 flex items-baseline justify-between gap-4">
            {platform}
            <span className="small num font-normal whitespace-nowrap">{t('game.releaseCount', { count: list.length })}</span>
          </h3>
          <ul className="mt-2.5">
            {list.map((release) => (
              <Row key={release.id} release={release} title={title} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Row({ release, title }: { release: Release; title: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { region, date, title_exact, serial } = release
  const makers = [...new Set([release.developer, release.publisher])].filter(Boolean).join(', ')
  const other = release.title !== title ? release.title : ''
  return (
    <li className="release">
      {region && <span className="region font-semibold">{region}</span>}
      <span className={`min-w-0 ${region ? '' : 'col-span-2 max-md:col-span-1'}`}>
        {title_exact && (
          <span lang="ja" className="block">
            {title_exact}
          </span>
        )}
        {other && <span className="block">{other}</span>}
        <span className="small block">
          {[makers, serial && t('game.serial', { serial })].filter(Boolean).join('. ')}
        </span>
      </span>
      <span className="num text-right text-ink-2">{date ? format.civil(date) : t('game.unknownDate')}</span>
    </li>
  )
}

/** Groups by platform, the platform with the earliest release first. */
export function byPlatform(releases: Release[]): [string, Release[]][] {
  const when = (release: Release) => release.date ?? '9999'
  const groups = new Map<string, Release[]>()
  for (const release of releases.toSorted((a, b) => when(a).localeCompare(when(b)))) {
    groups.set(release.platform, [...(groups.get(release.platform) ?? []), release])
  }
  return [...groups]
}
