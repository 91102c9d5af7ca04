import { beforeEach, describe, expect, it } from 'vitest'
import { type Hint, Live, type Socket } from './live'

class FakeSocket implements Socket {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  sent: unknown[] = []
  closed = false
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.closed = true
  }
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

let sockets: FakeSocket[]
let pauses: { run: () => void; ms: number }[]
let live: Live
const last = () => sockets.at(-1)!

beforeEach(() => {
  sockets = []
  pauses = []
  live = new Live({
    connect: () => {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket
    },
    later: (run, ms) => pauses.push({ run, ms }),
    cancel: () => void pauses.pop(),
    random: () => 0.5,
  })
})

describe('live', () => {
  it('resumes after the last message it saw', () => {
    live.subscribe('notify.notes.1', () => {})
    last().onopen?.()
    expect(last().sent).toEqual([{ sub: [{ topic: 'notify.notes.1' }] }])
    last().says({ topic: 'notify.notes.1', at: '7-41', ok: true })
    last().says({ topic: 'notify.notes.1', at: '7-42', data: { note: 'n' } })
    last().onclose?.({ code: 1006 })
    pauses.pop()!.run()
    last().onopen?.()
    expect(last().sent).toEqual([{ sub: [{ topic: 'notify.notes.1', after: '7-42' }] }])
  })

  it('tells of data, of reload and of the first ok, but not of a later ok', () => {
    const heard: Hint['kind'][] = []
    live.subscribe('t', (hint) => heard.push(hint.kind))
    last().onopen?.()
    last().says({ topic: 't', at: '1-1', ok: true })
    last().says({ topic: 't', at: '1-2', data: {} })
    last().says({ topic: 't', at: '1-2', ok: true })
    last().says({ topic: 't', at: '2-0', reload: true })
    expect(heard).toEqual(['reload', 'data', 'reload'])
  })

  it('waits longer each time until an answer comes', () => {
    live.subscribe('t', () => {})
    const waits: number[] = []
    for (let i = 0; i < 7; i++) {
      last().onclose?.({ code: 1006 })
      const pause = pauses.pop()!
      waits.push(pause.ms)
      pause.run()
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000])
    last().onopen?.()
    last().says({ topic: 't', at: '1-1', ok: true })
    last().onclose?.({ code: 1006 })
    expect(pauses.at(-1)!.ms).toBe(1000)
  })

  it('does not ask again for a topic that was refused', () => {
    live.subscribe('t', () => {})
    live.subscribe('u', () => {})
    last().onopen?.()
    last().says({ topic: 't', error: '/problems/request/not-allowed' })
    last().onclose?.({ code: 1006 })
    pauses.pop()!.run()
    last().onopen?.()
    expect(last().sent).toEqual([{ sub: [{ topic: 'u' }] }])
  })

  it('tells everybody when the session is over', () => {
    const heard: string[] = []
    live.subscribe('t', () => heard.push('t'))
    live.subscribe('u', () => heard.push('u'))
    last().onopen?.()
    last().onclose?.({ code: 4401 })
    expect(heard).toEqual(['t', 'u'])
  })

  it('hangs up with the last listener and survives nonsense', () => {
    const end = live.subscribe('t', () => {})
    last().onopen?.()
    last().onmessage?.({ data: 'no json' })
    last().onmessage?.({ data: '{"topic":5}' })
    end()
    expect(last().closed).toBe(true)
    last().onclose?.({ code: 1006 })
    expect(pauses).toEqual([])
  })

  it('hears nothing while the session changes hands, and listens on afterwards', async () => {
    const heard: string[] = []
    live.subscribe('t', () => heard.push('t'))
    const old = last()
    old.onopen?.()
    await live.without(async () => {
      expect(old.closed).toBe(true)
      old.onclose?.({ code: 4401 })
    })
    expect(heard).toEqual([])
    expect(sockets).toHaveLength(2)
    last().onopen?.()
    expect(last().sent).toEqual([{ sub: [{ topic: 't' }] }])
  })

  it('comes back at once when nudged', () => {
    live.subscribe('t', () => {})
    last().onclose?.({ code: 1006 })
    live.nudge()
    expect(sockets).toHaveLength(2)
    expect(pauses).toEqual([])
  })
})
