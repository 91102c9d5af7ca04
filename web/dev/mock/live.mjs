// The least of a WebSocket server that the page needs: text frames under 64 KiB, hints, no history.
import { createHash } from 'node:crypto'

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export class Live {
  constructor() {
    this.at = 0
    /** @type {Map<import('node:stream').Duplex, Set<string>>} */
    this.sockets = new Map()
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:stream').Duplex} socket */
  accept(request, socket) {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`)
    /** @type {Set<string>} */
    const topics = new Set()
    this.sockets.set(socket, topics)
    const gone = () => this.sockets.delete(socket)
    socket.on('close', gone).on('error', gone)
    let rest = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      for (let frame = read(rest); frame; frame = read(rest)) {
        rest = rest.subarray(frame.size)
        if (frame.kind === 8) socket.end()
        if (frame.kind !== 1) continue
        for (const { topic } of JSON.parse(frame.text).sub) {
          topics.add(topic)
          send(socket, { topic, at: `1-${this.at}`, ok: true })
        }
      }
    })
  }

  /** Hints to all who listen to a topic. @param {string} topic @param {object} [data] */
  tell(topic, data = {}) {
    this.at += 1
    for (const [socket, topics] of this.sockets) if (topics.has(topic)) send(socket, { topic, at: `1-${this.at}`, data })
  }
}

/** @param {import('node:stream').Duplex} socket @param {object} message */
function send(socket, message) {
  const text = Buffer.from(JSON.stringify(message))
  const head = text.length < 126 ? Buffer.from([0x81, text.length]) : Buffer.from([0x81, 126, text.length >> 8, text.length & 255])
  socket.write(Buffer.concat([head, text]))
}

/** @param {Buffer} bytes */
function read(bytes) {
  if (bytes.length < 6) return null
  const kind = (bytes[0] ?? 0) & 15
  const short = (bytes[1] ?? 0) & 127
  const start = short === 126 ? 4 : 2
  const length = short === 126 ? bytes.readUInt16BE(2) : short
  if (bytes.length < start + 4 + length) return null
  const mask = bytes.subarray(start, start + 4)
  const text = Buffer.from(bytes.subarray(start + 4, start + 4 + length)).map((byte, i) => byte ^ (mask[i % 4] ?? 0))
  return { kind, text: Buffer.from(text).toString(), size: start + 4 + length }
}
