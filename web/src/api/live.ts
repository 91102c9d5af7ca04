/**
 * One WebSocket for the whole page. Messages are hints: a listener asks the REST call again.
 *
 * The connection opens with the first subscription and closes with the last. A lost one comes back quietly with
 * growing pauses, and every topic resumes after the last message that was seen.
 */
import type { LiveMessage } from './types'

/** What a listener hears: something happened, or so much that it must look anew. */
export type Hint = { kind: 'data'; data: unknown } | { kind: 'reload' }
type Listener = (hint: Hint) => void

/** The part of a WebSocket that is used; tests put their own in its place. */
export interface Socket {
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(text: string): void
  close(): void
}

interface Parts {
  connect: () => Socket
  later: (run: () => void, ms: number) => unknown
  cancel: (timer: unknown) => void
  random: () => number
}

interface Topic {
  listeners: Set<Listener>
  /** Position of the last message, for resuming. */
  at: string | null
}

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000
/** The code with which the server closes the sockets of a session that ended. */
const SESSION_OVER = 4401

export class Live {
  private readonly parts: Parts
  private readonly topics = new Map<string, Topic>()
  private socket: Socket | null = null
  private open = false
  private tries = 0
  private timer: unknown = null
  private readonly watchers = new Set<() => void>()

  constructor(parts: Parts) {
    this.parts = parts
  }

  /** Listens to a topic until the returned function is called. */
  subscribe(name: string, listener: Listener): () => void {
    let topic = this.topics.get(name)
    if (!topic) {
      topic = { listeners: new Set(), at: null }
      this.topics.set(name, topic)
      if (this.open) this.ask([name])
    }
    topic.listeners.add(listener)
    if (!this.socket && this.timer === null) this.start()
    return () => this.unsubscribe(name, listener)
  }

  /** Whether hints arrive right now. */
  get isOpen(): boolean {
    return this.open
  }

  /** Calls back when {@link isOpen} changes, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => void this.watchers.delete(watcher)
  }

  /** Forgets everything: for signing out. */
  stop() {
    this.topics.clear()
    this.hangUp()
  }

  /** Hangs up while the session changes hands, and listens on with the new one. */
  async without<T>(run: () => Promise<T>): Promise<T> {
    this.hangUp()
    try {
      return await run()
    } finally {
      if (this.topics.size > 0 && !this.socket && this.timer === null) this.start()
    }
  }

  /** Tries at once instead of waiting: for the moment in which the page comes back. */
  nudge() {
    if (this.timer === null) return
    this.parts.cancel(this.timer)
    this.timer = null
    this.tries = 0
    this.start()
  }

  private unsubscribe(name: string, listener: Listener) {
    const topic = this.topics.get(name)
    topic?.listeners.delete(listener)
    if (topic?.listeners.size === 0) this.topics.delete(name)
    if (this.topics.size === 0) this.hangUp()
  }

  private start() {
    const socket = this.parts.connect()
    this.socket = socket
    socket.onopen = () => {
      this.setOpen(true)
      this.ask([...this.topics.keys()])
    }
    socket.onmessage = (event) => this.hear(event.data)
    socket.onclose = ({ code }) => this.lost(socket, code)
  }

  private ask(names: string[]) {
    if (names.length === 0) return
    const sub = names.map((topic) => {
      const after = this.topics.get(topic)?.at
      return after ? { topic, after } : { topic }
    })
    this.socket?.send(JSON.stringify({ sub }))
  }

  private hear(text: unknown) {
    const message = parse(text)
    const topic = message && this.topics.get(message.topic)
    if (!message || !topic) return
    if (message.error) {
      // Not allowed: asking again in this session would give the same answer.
      this.topics.delete(message.topic)
      tell(topic, { kind: 'reload' })
      return
    }
    // Only an answer proves that the server is well; an accepted and dropped connection must not reset the pauses.
    this.tries = 0
    const first = topic.at === null
    if (message.at) topic.at = message.at
    // What happened between the page's own question and the subscription was not heard, so the first ok is a hint too.
    if (message.reload || (message.ok && first)) tell(topic, { kind: 'reload' })
    else if (!message.ok) tell(topic, { kind: 'data', data: message.data })
  }

  private lost(socket: Socket, code: number) {
    if (this.socket !== socket) return
    this.socket = null
    this.setOpen(false)
    // Somebody else may be here now, or nobody: those who listen ask anew, and leave if it is not theirs any more.
    if (code === SESSION_OVER) for (const topic of this.topics.values()) tell(topic, { kind: 'reload' })
    if (this.topics.size === 0) return
    const pause = Math.min(FIRST_PAUSE * 2 ** this.tries, LONGEST_PAUSE)
    this.tries += 1
    this.timer = this.parts.later(
      () => {
        this.timer = null
        if (this.topics.size > 0) this.start()
      },
      pause * (0.75 + this.parts.random() * 0.5),
    )
  }

  private hangUp() {
    if (this.timer !== null) this.parts.cancel(this.timer)
    this.timer = null
    this.tries = 0
    const socket = this.socket
    this.socket = null
    this.setOpen(false)
    socket?.close()
  }

  private setOpen(open: boolean) {
    if (this.open === open) return
    this.open = open
    for (const watcher of this.watchers) watcher()
  }
}

function tell(topic: Topic, hint: Hint) {
  for (const listener of topic.listeners) listener(hint)
}

function parse(text: unknown): LiveMessage | null {
  try {
    const message = JSON.parse(String(text)) as Partial<LiveMessage> | null
    return message && typeof message.topic === 'string' ? (message as LiveMessage) : null
  } catch {
    return null
  }
}

/** The page's own connection. */
export const live = new Live({
  connect: () => {
    const url = new URL('/api/v1/live', window.location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    return new WebSocket(url) as unknown as Socket
  },
  later: (run, ms) => setTimeout(run, ms),
  cancel: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: Math.random,
})

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') live.nudge()
  })
  window.addEventListener('online', () => live.nudge())
}
