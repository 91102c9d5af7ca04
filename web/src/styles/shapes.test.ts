import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const HERE = import.meta.dirname

describe('shapes', () => {
  // Files come with the pages that need them, so two homes of one name would fight in the order of somebody's visits.
  it('have one home each', () => {
    const homes = new Map<string, Set<string>>()
    for (const file of readdirSync(HERE).filter((name) => name.endsWith('.css'))) {
      for (const [, name] of readFileSync(join(HERE, file), 'utf8').matchAll(/^\s*(\.[a-z][\w-]*) \{/gm)) {
        homes.set(name!, (homes.get(name!) ?? new Set()).add(file))
      }
    }
    expect(homes.size).toBeGreaterThan(50)
    expect([...homes].filter(([, files]) => files.size > 1).map(([name, files]) => `${name} in ${[...files].join(', ')}`)).toEqual([])
  })
})
