/** The alphabet of a list of names: one letter each, and one sign for all that begins otherwise. */
export const OTHER = '#'
export const LETTERS: readonly string[] = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', OTHER]

/** The letter under which a name stands: without its accent. */
export function initialOf(name: string): string {
  const letter = name.normalize('NFKD').trim()[0]?.toUpperCase() ?? ''
  return LETTERS.includes(letter) ? letter : OTHER
}
