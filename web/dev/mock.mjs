#!/usr/bin/env node
/**
 * The back end in miniature, for working on the page without the Rust build: the same commands, lines on standard
 * output and answers as the binary, in memory. `npm run mock` beside `npm run dev`, or `MARQUEE_BIN=dev/mock.mjs
 * npm run e2e` (which serves `dist`, so build first). It guards nothing; do not put it on a network.
 */
import { copyFileSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { serve } from './mock/server.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { listen: { type: 'string', default: '127.0.0.1:8080' }, data: { type: 'string', default: './marquee-data/mock' } },
})
const [command, what, ...files] = positionals
const shelf = join(values.data, 'catalogue')
mkdirSync(shelf, { recursive: true })

if (command === 'serve') serve(values.listen, shelf)
else if (command === 'import' && what === 'games' && files.length > 0) {
  for (const file of files) copyFileSync(file, join(shelf, basename(file)))
  console.log(`imported ${files.length} files`)
} else {
  console.error('usage: mock.mjs serve [--listen HOST:PORT] [--data FOLDER] | mock.mjs import games FILE… [--data FOLDER]')
  process.exitCode = 2
}
