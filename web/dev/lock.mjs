#!/usr/bin/env node
// Proves that the lock file works everywhere: every optional package (the binaries of other systems) is in it, and
// no entry names an address to download from. npm drops optional entries that a registry lacks without a word, and
// `npm ci` then refuses the lock on another machine.
import { readFileSync } from 'node:fs'

/** @type {Record<string, { optionalDependencies?: Record<string, string>, resolved?: string, hasInstallScript?: boolean, dev?: boolean }>} */
const packages = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')).packages
const wrong = []
for (const [path, entry] of Object.entries(packages)) {
  if (entry.resolved) wrong.push(`${path} names an address`)
  if (entry.hasInstallScript && !entry.dev) wrong.push(`${path} runs a script when it is installed`)
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!Object.keys(packages).some((other) => other.endsWith(`node_modules/${name}`))) wrong.push(`${path} wants ${name}, which is not in the lock`)
  }
}
for (const line of wrong) console.error(line)
process.exitCode = wrong.length > 0 ? 1 : 0
