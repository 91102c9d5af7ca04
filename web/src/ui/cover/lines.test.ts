import { describe, expect, it } from 'vitest'
import { fitBand, LEADING, setTitle, widthOf } from './lines'

const TITLES = [
  'Tetris',
  'Chrono Trigger',
  'Castlevania: Symphony of the Night',
  '悪魔城ドラキュラ',
  'ファイナルファンタジータクティクスアドバンス「獅子戦争」',
  'Donaudampfschifffahrtsgesellschaftskapitänssimulator',
  "Tom Clancy's Ghost Recon: Advanced Warfighter 2 - Legacy Edition with Every Map Pack and the Complete Soundtrack on Seven Discs",
  '1941: Counter Attack',
  '',
  '   ',
  'W',
  '👾👾👾',
]

describe('setTitle', () => {
  it.each(TITLES)('fits %j', (title) => {
    const { lines, size } = setTitle(title)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length * size * LEADING).toBeLessThanOrEqual(186)
    for (const line of lines) expect(widthOf(line) * size).toBeLessThanOrEqual(264.001)
  })
  it('loses nothing of a title that fits', () => {
    expect(setTitle('Castlevania: Symphony of the Night').lines.join(' ')).toBe('CASTLEVANIA: SYMPHONY OF THE NIGHT')
    expect(setTitle('ファイナルファンタジータクティクス').lines.join('')).toBe('ファイナルファンタジータクティクス')
  })
  it('breaks Japanese where the script changes', () => {
    expect(setTitle('悪魔城ドラキュラ').lines).toEqual(['悪魔城', 'ドラキュラ'])
    expect(setTitle('ゼルダの伝説').lines).toEqual(['ゼルダの', '伝説'])
  })
  it('is as large as it can be', () => {
    expect(setTitle('Tetris').size).toBe(62)
    expect(setTitle('Castlevania: Symphony of the Night').size).toBeLessThan(50)
  })
  it('leaves a lonely dash at the end of its line and no small mark at the start of one', () => {
    for (const line of setTitle('Oni III - Kuro no Hakaishin').lines) expect(line.startsWith('-')).toBe(false)
    for (const line of setTitle('スーパーマリオブラザーズ・ー・ーザ').lines) expect(line).not.toMatch(/^[ー・ァィゥェォャュョッ]/)
  })
  it('leaves no number alone on the last line when a little smaller spares it', () => {
    expect(setTitle('Half-Life 2').lines).toEqual(['HALF-LIFE 2'])
  })
  it('cuts with an ellipsis what is too much', () => {
    expect(setTitle('Supercalifragilistic '.repeat(20)).lines.at(-1)).toMatch(/…$/)
  })
})

describe('fitBand', () => {
  it('keeps what fits and cuts the rest', () => {
    expect(fitBand('NES', 15, 200)).toBe('NES')
    expect(fitBand('Super Nintendo Entertainment System and Super Famicom', 15, 200)).toMatch(/…$/)
  })
})
