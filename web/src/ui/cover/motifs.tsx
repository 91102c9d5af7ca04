/** Twelve motifs, one a genre: flat shapes drawn from a seeded chance on a field of 300 by 400. */
import type { ReactElement } from 'react'
import { mix, type Palette } from './palette'
import type { Random } from './random'

const W = 300
const H = 400

type Motif = (chance: Random, colours: Palette) => ReactElement[]

const round = (value: number) => Math.round(value * 10) / 10
const times = <T,>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))
const disc = (key: string, cx: number, cy: number, r: number, fill: string) => <circle key={key} cx={round(cx)} cy={round(cy)} r={round(r)} fill={fill} />

const platform: Motif = (chance, { main, second }) => {
  const n = 5 + Math.floor(chance() * 2)
  const width = (W + 20) / n
  const up = chance() < 0.5
  const steps = times(n, (i) => {
    const height = 40 + (up ? i : n - 1 - i) * 34 + chance() * 26
    return <rect key={i} x={round(-10 + i * width)} y={round(H - height - 26)} width={round(width + 0.6)} height={round(height + 66)} fill={i % 2 ? second : main} />
  })
  return [disc('sun', 70 + chance() * 160, 96 + chance() * 34, 38 + chance() * 18, second), ...steps]
}

const rpg: Motif = (chance, { main, second }) => {
  const ridge = (key: string, y: number, fill: string, tall: number) => {
    let path = `M-10 ${H + 60}`
    for (let x = -10; x < W + 10; ) {
      const width = 60 + chance() * 70
      path += ` L${round(x + width / 2)} ${round(y - chance() * tall)} L${round(x + width)} ${round(y + 30 + chance() * 20)}`
      x += width
    }
    return <path key={key} d={`${path} L${W + 10} ${H + 60}Z`} fill={fill} />
  }
  return [disc('moon', 80 + chance() * 140, 110 + chance() * 20, 44, second), ridge('far', 250, main, 110), ridge('near', 310, mix(second, main, 0.5), 70)]
}

const racing: Motif = (chance, { main, second }) => {
  const x = 110 + chance() * 80
  const y = 150
  const lanes = times(8, (k) => {
    const i = -7 + k * 2
    return <path key={k} d={`M${round(x)} ${y} L${round(x + i * 74)} ${H + 60} L${round(x + (i + 0.9) * 74)} ${H + 60}Z`} fill={second} />
  })
  return [disc('sun', x, y, 58, second), <rect key="road" y={y} width={W} height={H - y + 60} fill={main} />, ...lanes]
}

const sport: Motif = (chance, { main, second }) => {
  const cx = 60 + chance() * 180
  const rings = times(5, (k) => <circle key={k} cx={round(cx)} cy={270} r={(5 - k) * 52} fill={k % 2 ? second : main} opacity={k === 0 ? 0.35 : 1} />)
  return [...rings, <circle key="ball" cx={round(cx)} cy={270} r={22} fill="#fff" opacity={0.92} />]
}

const puzzle: Motif = (chance, { main, second }) => {
  const w = W / 5
  const corners: [number, number][] = [[0, 0], [1, 0], [1, 1], [0, 1]]
  return times(25, (k) => {
    const [x, y] = [k % 5, Math.floor(k / 5)]
    const fill = chance() < 0.5 ? main : second
    const [ox, oy] = corners[Math.floor(chance() * 4)]!
    const [ax, ay] = [(x + ox) * w, 140 + (y + oy) * w]
    const [bx, by] = [(x + (ox ? 0 : 1)) * w, 140 + (y + (oy ? 0 : 1)) * w]
    return <path key={k} d={`M${ax} ${ay} L${bx} ${ay} A${w} ${w} 0 0 ${ox ^ oy ? 0 : 1} ${ax} ${by}Z`} fill={fill} />
  })
}

const shooter: Motif = (chance, { main, second }) => {
  const cx = round(90 + chance() * 120)
  const cy = 235
  const rings = times(3, (i) => <circle key={i} cx={cx} cy={cy} r={40 + i * 34} fill="none" stroke={second} strokeWidth={12 - i * 3} />)
  const cross = `M${cx - 130} ${cy}H${cx - 60}M${cx + 60} ${cy}H${cx + 130}M${cx} ${cy - 130}V${cy - 60}M${cx} ${cy + 60}V${cy + 130}`
  return [
    <path key="hill" d={`M0 ${H + 60} L${W} ${round(130 + chance() * 60)} V${H + 60}Z`} fill={main} />,
    ...rings,
    <path key="cross" d={cross} stroke={second} strokeWidth={9} />,
    disc('dot', cx, cy, 12, second),
  ]
}

const action: Motif = (chance, { main, second }) => {
  const n = 4 + Math.floor(chance() * 2)
  const right = chance() < 0.5
  const gap = 230 / n
  const [from, side] = right ? [-40, 1] : [W + 40, -1]
  const blades = times(n, (i) => {
    const y = 150 + i * gap
    const tip = right ? W * 0.62 + i * 18 : W * 0.38 - i * 18
    const path = `M${from} ${round(y + 80)} L${round(tip)} ${round(y - 6)} l${side * 26} -5.2 l${side * -6} ${round(gap * 0.62)} L${from} ${round(y + 80 + gap * 0.7)}Z`
    return <path key={i} d={path} fill={i % 2 ? second : main} />
  })
  return [disc('sun', right ? 236 : 64, 150, 46, second), ...blades]
}

const strategy: Motif = (chance, { main, second }) => {
  const R = 34
  const high = R * Math.sqrt(3)
  const cells: ReactElement[] = []
  for (let column = -1; column < 7; column++) {
    for (let row = 0; row < 5; row++) {
      const x = column * R * 1.5 + 10
      const y = 160 + row * high + (column & 1 ? high / 2 : 0)
      const value = chance()
      if (value < 0.28) continue
      const corner = (i: number) => `${round(x + Math.cos((Math.PI / 3) * i) * (R - 2))} ${round(y + Math.sin((Math.PI / 3) * i) * (R - 2))}`
      cells.push(<path key={`${column} ${row}`} d={`M${times(6, corner).join('L')}Z`} fill={value < 0.72 ? main : second} />)
    }
  }
  return cells
}

const fight: Motif = (chance, { main, second }) => {
  const m = round(120 + chance() * 60)
  return [
    <path key="left" d={`M0 130 L${m + 40} ${round(190 + chance() * 40)} L0 ${H + 60}Z`} fill={main} />,
    <path key="right" d={`M${W} 150 L${m - 20} ${round(250 + chance() * 40)} L${W} ${H + 60}Z`} fill={second} />,
    <path key="star" d={`M${m - 6} 214l14-46 10 44 44-12-32 32 34 30-46-6-12 44-14-42-44 8 34-28-32-34z`} fill="#fff" opacity={0.92} />,
  ]
}

const sim: Motif = (chance, { main, second }) => {
  const q = 36
  const half = round(q * 0.866)
  const dark = mix(main, '#000000', 0.72)
  const blocks: ReactElement[] = []
  for (let y = 0; y < 6; y++) {
    for (let x = 0; x < 5; x++) {
      const px = round((x + (y & 1 ? 0.5 : 0)) * q * 1.73 - 10)
      const h = 10 + Math.floor(chance() * 58)
      const top = round(178 + y * q * 0.92 - h)
      if (chance() < 0.22) continue
      blocks.push(
        <g key={`${x} ${y}`}>
          <path d={`M${px} ${top}l${half} ${-q / 2} ${half} ${q / 2} ${-half} ${q / 2}z`} fill={second} />
          <path d={`M${px} ${top}v${h}l${half} ${q / 2}v${-h}z`} fill={main} />
          <path d={`M${round(px + half * 2)} ${top}v${h}l${-half} ${q / 2}v${-h}z`} fill={dark} />
        </g>,
      )
    }
  }
  return blocks
}

const music: Motif = (chance, { main, second }) => {
  const n = 13
  const w = W / n
  const phase = chance() * 2
  return times(n, (i) => {
    const height = 40 + Math.abs(Math.sin(i * 0.7 + phase)) * 170
    return <rect key={i} x={round(i * w + 3)} y={round(286 - height / 2)} width={round(w - 6)} height={round(height)} rx={round((w - 6) / 2)} fill={i % 3 ? main : second} />
  })
}

const misc: Motif = (chance, { main, second }) => {
  return times(90, (k) => {
    const [x, y] = [k % 9, Math.floor(k / 9)]
    const far = Math.hypot(x - 4 + chance() * 0.2, y - 3)
    return disc(String(k), x * 34 + 14, 146 + y * 30, Math.max(2, 15 - far * 2.1), (x + y) % 4 ? main : second)
  })
}

export const MOTIFS = { platform, rpg, racing, sport, puzzle, shooter, action, strategy, fight, sim, music, misc }
export type MotifName = keyof typeof MOTIFS
