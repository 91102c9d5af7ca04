/** Starts the binary on a free port and an empty folder, and reads what it tells on standard output. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const binary = resolve(here, '..', process.env.MARQUEE_BIN ?? '../target/release/marquee')
export const fixtures = ['games_console.jsonl', 'game_releases.csv', 'games_pc_2004_2018.csv'].map((name) => join(here, 'fixtures', name))

const PATIENCE = 30_000

export class Server {
  private readonly lines: string[] = []
  private waiting: { pattern: RegExp; found: (line: string) => void }[] = []
  private readonly child: ChildProcess
  private readonly data: string

  private constructor(child: ChildProcess, data: string) {
    this.child = child
    this.data = data
    createInterface({ input: child.stdout! }).on('line', (line) => {
      this.lines.push(line)
      this.waiting = this.waiting.filter(({ pattern, found }) => {
        if (!pattern.test(line)) return true
        found(line)
        return false
      })
    })
    child.stderr!.on('data', (text) => {
      if (process.env.E2E_LOG) process.stderr.write(text)
    })
  }

  static async start(more: string[] = []): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'marquee-e2e-'))
    const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', '--data', data, ...more], { stdio: ['ignore', 'pipe', 'pipe'] })
    const server = new Server(child, data)
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was open`)))
    })
    await Promise.race([server.line(/ is open at /), ended])
    return server
  }

  /** Where it is open. */
  get origin(): string {
    return addressIn(this.lines.find((line) => / is open at /.test(line))!)
  }

  /** The first line like this, printed already or soon. `after` skips lines that were there before. */
  line(pattern: RegExp, after = 0): Promise<string> {
    const there = this.lines.slice(after).find((line) => pattern.test(line))
    if (there) return Promise.resolve(there)
    return new Promise((found, reject) => {
      const timer = setTimeout(() => reject(new Error(`no line like ${pattern} in:\n${this.lines.join('\n')}`)), PATIENCE)
      this.waiting.push({
        pattern,
        found: (line) => {
          clearTimeout(timer)
          found(line)
        },
      })
    })
  }

  /** How many lines it printed until now. */
  get printed(): number {
    return this.lines.length
  }

  async confirmLink(email: string, after = 0): Promise<string> {
    return this.link('Confirm', email, after)
  }

  /** A link that would go to this mailbox, if there were a mail server. */
  async link(what: 'Confirm' | 'Reset' | 'Undo for', email: string, after = 0): Promise<string> {
    return addressIn(await this.line(new RegExp(`^${what} ${email.replace(/[.+]/g, '\\$&')}: `), after))
  }

  async setupLink(): Promise<string> {
    return addressIn(await this.line(/^First administrator: /))
  }

  /** `marquee import games` into the folder of the running server. */
  async importGames(files: string[] = fixtures): Promise<string> {
    const { stdout } = await promisify(execFile)(binary, ['import', 'games', ...files, '--data', this.data])
    return stdout
  }

  /** Closes the house and keeps its folder. */
  async pause(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((done) => this.child.once('exit', done))
      this.child.kill('SIGTERM')
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    }
  }

  async stop(): Promise<void> {
    await this.pause()
    await rm(this.data, { recursive: true, force: true })
  }
}

function addressIn(line: string): string {
  return /https?:\/\/\S+/.exec(line)![0]
}
