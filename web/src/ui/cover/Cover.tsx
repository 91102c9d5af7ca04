import { memo } from 'react'
import { kindOf } from './kind'
import { fitBand, LEADING, setTitle } from './lines'
import { MOTIFS } from './motifs'
import { type CoverOf, paletteOf, seedOf } from './palette'
import { random } from './random'

const W = 300
const H = 400
const BAND = 30

interface Props {
  of: CoverOf
  /** The title stands beside it, so a screen reader need not hear it twice. */
  decorative?: boolean
}

/**
 * The cover of a game that has none: title, platform, genre and year in one flat picture.
 * The same game always gets the same picture.
 */
export const Cover = memo(function Cover({ of, decorative }: Props) {
  const seed = seedOf(of)
  const colours = paletteOf(of)
  const { lines, size } = setTitle(of.title)
  const first = 24 + size * 0.78
  const rule = Math.round(first + (lines.length - 1) * size * LEADING + 16)
  const drop = Math.round(Math.max(0, (rule - 118) * 0.55))
  const year = of.year ? String(of.year) : ''
  const platform = fitBand(of.platform ?? '', 15, year ? 208 : 260)
  const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/u.test(of.title)
  return (
    <svg className="cover" viewBox={`0 0 ${W} ${H}`} {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': of.title })}>
      <rect width={W} height={H} fill={colours.ground} />
      <g transform={`translate(0 ${drop})`}>{MOTIFS[kindOf(of.genre)](random(seed), colours)}</g>
      <rect width={W} height={rule} fill={colours.ground} />
      <rect x={18} y={rule} width={264} height={2} fill={colours.ink} />
      <g fill={colours.ink} fontSize={size} style={{ fontWeight: 760, fontStretch: '62%', letterSpacing: '-.004em' }} {...(japanese ? { lang: 'ja' } : {})}>
        {lines.map((line, i) => (
          <text key={i} x={18} y={Math.round(first + i * size * LEADING)}>
            {line}
          </text>
        ))}
      </g>
      <rect y={H - BAND} width={W} height={BAND} fill={colours.ink} />
      <g fill={colours.ground} fontSize={15} style={{ fontWeight: 600, fontStretch: '80%' }}>
        <text x={18} y={H - 10}>
          {platform}
        </text>
        <text x={W - 18} y={H - 10} textAnchor="end">
          {year}
        </text>
      </g>
    </svg>
  )
})
