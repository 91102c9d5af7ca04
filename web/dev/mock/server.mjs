// HTTP of the mock: files of dist with the policy of the real pages, the API, and the live socket.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Accounts } from './accounts.mjs'
import { Catalogue } from './catalogue.mjs'
import { house } from './house.mjs'
import { keeping } from './keeping.mjs'
import { Live } from './live.mjs'
import { people } from './people.mjs'
import { problem, Refusal } from './problems.mjs'
import { settings } from './settings.mjs'
import { todos } from './todos.mjs'

const DIST = join(dirname(fileURLToPath(import.meta.url)), '../../dist')
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
/** @type {Record<string, string>} */
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json' }

/**
 * @param {string} listen
 * @param {string} shelf
 */
export function serve(listen, shelf) {
  const [host, port] = listen.split(':')
  let origin = ''
  const live = new Live()
  const accounts = new Accounts({ print: console.log, origin: () => origin, tell: (user) => live.tell(`notify.notes.${user}`) })
  const catalogue = new Catalogue(shelf)

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://mock')
    try {
      if (url.pathname.startsWith('/api/')) await api(request, response, url)
      else page(response, url.pathname)
    } catch (error) {
      const refusal = error instanceof Refusal ? error : problem(500, 'mock/broken', String(error))
      /** @type {Record<string, string>} */
      const headers = { 'content-type': 'application/problem+json' }
      if (refusal.body.retry_after) headers['retry-after'] = String(refusal.body.retry_after)
      response.writeHead(refusal.body.status, headers).end(JSON.stringify(refusal.body))
    }
  })

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {URL} url */
  async function api(request, response, url) {
    const cookie = /marquee_mock=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
    const path = url.pathname.replace('/api/v1', '')
    const call = `${request.method} ${path}`
    const file = request.headers['content-type'] === 'application/octet-stream' ? await bodyOf(request) : null
    const body = request.method === 'GET' || file ? {} : JSON.parse((await bodyOf(request)).toString() || '{}')
    /** @param {number} status @param {unknown} value @param {string | null} [session] */
    const answer = (status, value, session) => {
      /** @type {Record<string, string>} */
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      if (session !== undefined) headers['set-cookie'] = session ? `marquee_mock=${session}; HttpOnly; SameSite=Lax; Path=/` : 'marquee_mock=; Max-Age=0; Path=/'
      response.writeHead(status, headers).end(status === 204 ? undefined : JSON.stringify(value))
    }
    accounts.device = { agent: request.headers['user-agent'] ?? '', address: request.socket.remoteAddress ?? '' }
    /** @param {string} topic @param {object} data */
    const tell = (topic, data) => live.tell(topic, data)
    for (const part of [settings, people, house, todos, keeping]) {
      if (part({ accounts, catalogue, call, url, body, file, cookie, request, answer, tell })) return
    }
    switch (call) {
      case 'GET ':
        return answer(200, { name: 'Marquee', version: '0.1.0', services: ['accounts', 'games', 'notify', 'search', 'todos'], mail: false })
      case 'POST /accounts/users': {
        const { me, session } = accounts.signUp(body)
        return answer(201, me, session)
      }
      case 'POST /accounts/sessions': {
        const { me, session } = accounts.signIn(body)
        return answer(201, me, session)
      }
      case 'DELETE /accounts/sessions/current':
        accounts.signOut(cookie)
        return answer(204, null, null)
      case 'GET /accounts/me':
        return answer(200, accounts.me(cookie))
      case 'POST /accounts/confirmations': {
        const { me, session } = accounts.confirm(body, cookie)
        return answer(200, me, session)
      }
      case 'POST /accounts/confirmation-mails':
        return answer(202, accounts.sendAgain(cookie))
      case 'GET /accounts/setup':
        return answer(200, { open: accounts.open() })
      case 'POST /accounts/setup': {
        const { me, session } = accounts.setUp(body, cookie)
        return answer(cookie ? 200 : 201, me, session)
      }
      case 'GET /notify/notes':
        return answer(200, accounts.notes(cookie))
      case 'POST /notify/reads':
        return answer(200, accounts.read(cookie, body.up_to))
      case 'GET /games/works':
        return answer(200, catalogue.works(url.searchParams))
      case 'GET /games/facts':
        return answer(200, catalogue.facts())
      default:
        throw problem(404, 'request/no-such-path', 'There is nothing at this path')
    }
  }

  // Longer than a busy machine lets a browser wait between two requests.
  server.keepAliveTimeout = 60_000
  server.on('upgrade', (request, socket) => live.accept(request, socket))
  server.listen(Number(port), host, () => {
    const at = server.address()
    origin = `http://${host}:${typeof at === 'object' && at ? at.port : port}`
    console.log(`Marquee 0.1.0 is open at ${origin}`)
    console.log(`First administrator: ${origin}/setup#${accounts.setupToken}`)
  })
}

/** @param {import('node:http').ServerResponse} response @param {string} path */
function page(response, path) {
  const wanted = normalize(path).replace(/^\/+/, '')
  for (const file of [wanted, 'index.html']) {
    try {
      if (!file) continue
      const bytes = readFileSync(join(DIST, file))
      const type = TYPES[extname(file)] ?? 'application/octet-stream'
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY, 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff' }).end(bytes)
      return
    } catch {
      // Not a file: the page itself answers every page path.
    }
  }
  response.writeHead(404).end('Build the page first: npm run build')
}

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  const all = []
  for await (const chunk of request) all.push(chunk)
  return Buffer.concat(all)
}
