/** Which parts of a title were searched for. */

export interface Part {
  text: string
  hit: boolean
}

/** Folds case, accents, width and kana the way the search does, letter by letter. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .replace(/[\u3041-\u3096]/gu, (kana) => String.fromCodePoint(kana.codePointAt(0)! + 0x60))
}

/**
 * Splits a title into parts, of which those that a word of the query stands for are hits. A word counts at the
 * start of a word of the title; in scripts without spaces it counts anywhere.
 */
export function highlight(title: string, query: string): Part[] {
  const words = fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  if (words.length === 0) return [{ text: title, hit: false }]
  // `origin[i]` is the letter of the title from which the i-th folded unit came.
  const letters = [...title]
  let folded = ''
  const origin: number[] = []
  letters.forEach((letter, i) => {
    const small = fold(letter)
    folded += small
    for (let k = 0; k < small.length; k++) origin.push(i)
  })
  const hits = new Set<number>()
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      if (!starts(folded, at, word)) continue
      for (let k = 0; k < word.length; k++) hits.add(origin[at + k]!)
    }
  }
  const parts: Part[] = []
  letters.forEach((text, i) => {
    const hit = hits.has(i)
    const last = parts.at(-1)
    if (last && last.hit === hit) last.text += text
    else parts.push({ text, hit })
  })
  return parts
}

function starts(text: string, at: number, word: string): boolean {
  if (at === 0 || /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u.test(word)) return true
  return !/[\p{L}\p{N}]/u.test(text[at - 1]!)
}
