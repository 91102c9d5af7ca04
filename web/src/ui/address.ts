/** Reading the state of a list from the address; what makes no sense is left out instead of refused. */

/** Words. The router reads ?q=1941 as a number. */
export function words(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, 200) : ''
  return text === '' ? undefined : text
}

export function whole(value: unknown, from: number, to: number): number | undefined {
  const number = Number(value)
  return Number.isInteger(number) && number >= from && number <= to ? number : undefined
}

export function oneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((one) => one === value)
}

export function dropEmpty<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as T
}
