/** Sets a title in condensed capitals so that it always fits: as large as it can be, on as few lines as it needs. */

const WIDTH = 264
/** The height that a title may take; a longer one is cut with an ellipsis. */
const HEIGHT = 186
export const LEADING = 0.94
const SIZES = [62, 56, 50, 45, 40, 36, 32, 29, 26, 24]

export interface TitleBlock {
  lines: string[]
  size: number
}

// Scripts without spaces and with square letters: Japanese, Chinese, Korean, full-width forms.
const SQUARE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6]/u
const NARROW = /[IJ1.,:;'!|’\-()[\] ]/u
const WIDE = /[MW@%&—]/u
// Marks that must not begin a line (a part of the Japanese rules), and brackets that must not end one.
const NOT_FIRST = /[、。，．・：；？！ー―」』）】〉》ぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜～]/u
const NOT_LAST = /[「『（【〈《]/u

/** Width of a letter in ems, in the condensed capitals of the covers. */
function em(letter: string): number {
  if (SQUARE.test(letter)) return 1
  if (letter === ' ') return 0.19
  if (NARROW.test(letter)) return 0.27
  if (WIDE.test(letter)) return 0.64
  return 0.475
}

export function widthOf(text: string): number {
  let sum = 0
  for (const letter of text) sum += em(letter)
  return sum
}

interface Piece {
  text: string
  /** Whether a space stands before it when it does not begin a line. */
  spaced: boolean
}

/** The pieces between which a line may break. */
function pieces(title: string): Piece[] {
  const out: Piece[] = []
  for (const word of title.trim().split(/\s+/u)) {
    const last = out.at(-1)
    // A lonely dash closes the line before it, it does not open the next one.
    if (last && /^[-–—~:/&+]$/u.test(word)) {
      last.text += ` ${word}`
      continue
    }
    split(word).forEach((text, i) => out.push({ text, spaced: i === 0 }))
  }
  return out
}

/** A run of one script that stays together if it is at most this long. */
const LONGEST_RUN = 6

/** Japanese and the like break where the script changes (悪魔城|ドラキュラ), long runs between any two letters. */
function split(word: string): string[] {
  if (!SQUARE.test(word)) return [word]
  const runs = join(word, (before, letter) => scriptOf(letter) === scriptOf(before) || scriptOf(letter) === 'hiragana')
  return runs.flatMap((run) => ([...run].length <= LONGEST_RUN || !SQUARE.test(run) ? [run] : join(run, () => false)))
}

/** Cuts between letters that do not belong together; small marks and brackets always stay with their neighbours. */
function join(word: string, together: (before: string, letter: string) => boolean): string[] {
  const out: string[] = []
  for (const letter of word) {
    const before = [...(out.at(-1) ?? '')].at(-1)
    if (before && (together(before, letter) || NOT_FIRST.test(letter) || NOT_LAST.test(before))) out[out.length - 1] += letter
    else out.push(letter)
  }
  return out
}

function scriptOf(letter: string): 'hiragana' | 'katakana' | 'hangul' | 'han' | 'other' {
  if (/[\u3041-\u309f]/u.test(letter)) return 'hiragana'
  if (/[\u30a0-\u30ff]/u.test(letter)) return 'katakana'
  if (/[\uac00-\ud7af]/u.test(letter)) return 'hangul'
  return SQUARE.test(letter) ? 'han' : 'other'
}

/** Breaks the pieces greedily into lines of at most `most` ems. */
function wrap(all: Piece[], most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const { text, spaced } of all) {
    const longer = line === '' ? text : line + (spaced ? ' ' : '') + text
    if (line === '' || widthOf(longer) <= most) line = longer
    else {
      lines.push(line)
      line = text
    }
  }
  lines.push(line)
  return lines
}

/** The title in lines and the size of its letters, for a column of 264 units. */
export function setTitle(title: string): TitleBlock {
  const upper = title.trim().toUpperCase() || '–'
  const all = pieces(upper)
  const fits = SIZES.map((size) => ({ size, lines: wrap(all, WIDTH / size) })).filter(
    ({ size, lines }) => lines.length * size * LEADING <= HEIGHT && lines.every((line) => widthOf(line) * size <= WIDTH),
  )
  const largest = fits[0]
  if (!largest) return cut(all, SIZES.at(-1)!)
  // "HALF-LIFE" over a lonely "2" looks worse than both on one line, a little smaller.
  const lonely = largest.lines.length > 1 && widthOf(largest.lines.at(-1)!) < 0.22 * Math.max(...largest.lines.map(widthOf))
  const closer = lonely && fits.find(({ size, lines }) => size >= largest.size * 0.7 && lines.length < largest.lines.length)
  return closer || largest
}

/** A title that fits at no size: words too long are broken, what is too much is left out. */
function cut(all: Piece[], size: number): TitleBlock {
  const most = WIDTH / size
  const short = all.flatMap(({ text, spaced }) => chop(text, most).map((part, i) => ({ text: part, spaced: spaced && i === 0 })))
  const lines = wrap(short, most)
  const room = Math.floor(HEIGHT / (size * LEADING))
  if (lines.length <= room) return { lines, size }
  const kept = lines.slice(0, room)
  let last = [...kept[room - 1]!]
  while (last.length > 1 && widthOf(`${last.join('')}…`) > most) last = last.slice(0, -1)
  kept[room - 1] = `${last.join('').trimEnd()}…`
  return { lines: kept, size }
}

function chop(text: string, most: number): string[] {
  const out = ['']
  for (const letter of text) {
    if (widthOf(out.at(-1)! + letter) > most) out.push(letter)
    else out[out.length - 1] += letter
  }
  return out
}

/** Cuts a word of the foot band to its room, given in units at this size. */
export function fitBand(text: string, size: number, room: number): string {
  // The band is set wider (80 %) than the title (62 %).
  const width = (part: string) => widthOf(part) * size * 1.22
  if (width(text) <= room) return text
  let letters = [...text]
  while (letters.length > 1 && width(`${letters.join('')}…`) > room) letters = letters.slice(0, -1)
  return `${letters.join('').trimEnd()}…`
}
