import { useTranslation } from 'react-i18next'
import { goesOn } from '../../../api/keeping'
import type { Import } from '../../../api/types'
import { useFormat } from '../../../i18n/format'
import { Bulbs } from '../../../ui/Bulbs'
import { Button } from '../../../ui/Button'
import { sizeOf } from './size'

/** One import: how far it is, or what came of it. */
export function Run({ run, onRejects }: { run: Import; onRejects: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const on = goesOn(run)
  const part = run.bytes > 0 ? run.read_bytes / run.bytes : 0
  const left = secondsLeft(run)
  return (
    <li className="run">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2.5">
          <b className="strong truncate">{run.name}</b>
          <span className={`tag ${run.state === 'failed' ? 'bad' : run.state === 'done' ? 'good' : run.state === 'running' ? 'live' : ''}`}>{t(`imports.state.${run.state}`)}</span>
        </p>
        <p className="small mt-0.5">
          {[t(`imports.source.${run.source as 'libretro'}`, { defaultValue: run.source }), sizeOf(run.bytes), run.finished_at ? format.when(run.finished_at) : run.started_at ? t('imports.since', { when: format.when(run.started_at) }) : ''].filter(Boolean).join(', ')}
        </p>
        {run.error && <p className="mt-1 text-[15px] text-curtain">{run.error}</p>}
      </div>
      {on ? (
        <div className="grid w-full content-center gap-2 md:w-[260px]">
          <p className="small num flex justify-between gap-4">
            <span>{run.rows > 0 ? t('imports.rows', { count: run.rows, n: format.number(run.rows) }) : t('imports.percent', { percent: Math.round(part * 100) })}</span>
            {left !== null && <span>{t('imports.left', { count: left })}</span>}
          </p>
          <Bulbs lit={Math.round(part * 9)} size={11} chase={run.state === 'waiting'} label={t('imports.percent', { percent: Math.round(part * 100) })} />
        </div>
      ) : (
        <div className="counts">
          <dl>
            {(['taken', 'known', 'bad'] as const).map((name) => (
              <div key={name} className={name === 'bad' && run.bad > 0 ? 'text-curtain' : ''}>
                <dt>{t(`imports.${name}`)}</dt>
                <dd className="num">{format.number(run[name])}</dd>
              </div>
            ))}
          </dl>
          {run.bad > 0 && (
            <Button small onClick={onRejects} aria-label={t('imports.rejectsOf', { name: run.name })}>
              {t('imports.look')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** By how fast it went until now; nothing while that would be a guess. */
function secondsLeft({ started_at, read_bytes, bytes, state }: Import): number | null {
  if (state !== 'running' || !started_at || read_bytes < bytes * 0.05) return null
  const took = (Date.now() - Date.parse(started_at)) / 1000
  return took > 2 ? Math.max(1, Math.ceil((took / read_bytes) * (bytes - read_bytes))) : null
}
