/** The page as an application: the shell without a server, nothing of the API kept, a new version, parts that are gone. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BrowserContext, type Page } from '@playwright/test'
import { expect, look, signUp, test as base } from './fixtures'
import { Server } from './server'

// A server of its own, because it is stopped here.
const test = base.extend<{ house: Server }>({
  house: async ({}, use) => {
    const house = await Server.start()
    await use(house)
    await house.stop()
  },
})

test.setTimeout(120_000)

/** Waits until the worker answers for this page. */
const controlled = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
const kept = (page: Page) =>
  page.evaluate(async () => {
    const paths: string[] = []
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname)
    return paths
  })

test('the shell opens without the server and says so; no answer of the API is kept; signing out empties every cache', async ({ page, house, errors }) => {
  await signUp(page, house, 'Ira Rao')
  await controlled(page)
  await page.goto(`${house.origin}/todos`)
  await page.goto(`${house.origin}/games`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const paths = await kept(page)
  expect(paths).toContain('/')
  expect(paths.filter((path) => path.startsWith('/assets/')).length).toBeGreaterThan(20)
  expect(paths.filter((path) => !/^\/(assets\/[^/]+|theme\.js|icon\.svg|icon-192\.png|manifest\.webmanifest)?$/.test(path))).toEqual([])

  // What is no page goes to the server, past the worker.
  const through = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/v1')
  await page.evaluate(() => fetch('/api/v1'))
  expect((await through).fromServiceWorker()).toBe(false)

  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await expect.poll(() => kept(page)).toEqual([])

  const email = await signUp(page, house, 'Lea Brandt')
  await expect.poll(() => kept(page)).toContain('/')
  await expect.poll(async () => (await kept(page)).length).toBe(paths.length)
  expect(email).toContain('lea')

  await house.pause()
  await page.goto(`${house.origin}/todos`)
  await expect(page.getByText('The house is dark')).toBeVisible()
  await expect(page.getByText('The server does not answer')).toBeVisible()
  await look(page, 'shell-offline')
  // Other paths of the origin are not ours to answer.
  for (const path of ['/api/v1', '/docs', '/metrics', '/files/a', '/users']) {
    const gone = await page.evaluate(async (to) => fetch(to).then((response) => response.status, () => 'gone'), path)
    expect(gone, path).toBe('gone')
  }
  errors.length = 0
})

test('a new version is offered, and loaded when one likes', async ({ page, house }) => {
  // Between page and house, so that the worker can become another one without another build.
  let mark = ''
  const between = createServer((request, response) => {
    const path = mark ? request.url!.replace(`/${mark}assets/`, '/assets/') : request.url!
    void fetch(house.origin + path, { headers: { accept: request.headers.accept ?? '*/*' } }).then(async (answer) => {
      const body = Buffer.from(await answer.arrayBuffer())
      // Another version begins with another script, in its worker and in its page.
      const own = request.url === '/sw.js' ? /("entry":")\// : answer.headers.get('content-type')?.startsWith('text/html') && /(<script[^>]*src=")\/(?=assets\/)/
      const changed = mark && own ? body.toString().replace(own, `$1/${mark}`) : body
      const headers = Object.fromEntries([...answer.headers].filter(([name]) => !/^(content-(encoding|length)|transfer-encoding|connection)$/.test(name)))
      response.writeHead(answer.status, headers).end(changed)
    })
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  const origin = `http://127.0.0.1:${(between.address() as AddressInfo).port}`
  const newer = async (next: string) => {
    mark = next
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))
  }
  try {
    await page.goto(`${origin}/sign-in`)
    await controlled(page)
    const news = page.getByText('A new version of this page is there.')
    await newer('a')
    await expect(news).toBeVisible()
    await page.getByRole('button', { name: 'Later' }).click()
    await expect(news).toHaveCount(0)
    await newer('b')
    await expect(news).toBeVisible()
    await look(page, 'fresh')
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Load it' }).click()])
    await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
    await expect(news).toHaveCount(0)
  } finally {
    between.closeAllConnections()
    between.close()
  }
})

test('it can be installed from the panel, the settings and by Ctrl K, when the browser says so', async ({ page, house }) => {
  const manifest = (await (await fetch(`${house.origin}/manifest.webmanifest`)).json()) as { icons: { src: string; sizes: string; purpose?: string }[]; start_url: string }
  for (const { src, sizes } of manifest.icons.filter(({ src: at }) => at.endsWith('.png'))) {
    const bytes = Buffer.from(await (await fetch(house.origin + src)).arrayBuffer())
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes)
  }
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true)
  const worker = await fetch(`${house.origin}/sw.js`)
  expect(worker.headers.get('cache-control')).toBe('no-cache')
  expect(worker.headers.get('content-type')).toContain('javascript')

  await signUp(page, house, 'Sana Iqbal')
  const install = page.getByRole('button', { name: 'Install Marquee' })
  await page.getByRole('button', { name: /^Your account/ }).click()
  await expect(install).toHaveCount(0)
  const offer = () =>
    page.evaluate(() => {
      const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: () => ((window as unknown as { asked: number }).asked = 1 + ((window as unknown as { asked?: number }).asked ?? 0), Promise.resolve()) })
      window.dispatchEvent(event)
      return event.defaultPrevented
    })
  expect(await offer()).toBe(true)
  await install.first().click()
  expect(await page.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(1)
  await expect(install).toHaveCount(0)
  await page.goto(`${house.origin}/settings#look`)
  await offer()
  await expect(page.getByText('On this device', { exact: true })).toBeVisible()
  await look(page, 'settings-install')
  await page.getByRole('region', { name: 'Look' }).or(page.locator('#look')).getByRole('button', { name: 'Install Marquee' }).click()
  expect(await page.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(1)
})

test.describe('without the worker', () => {
  test.use({ serviceWorkers: 'block' })

  test('a part that is gone loads the page anew, once', async ({ page, context, house, errors }) => {
    await signUp(page, house, 'Tomás Prieto')
    const loads = counted(page)
    await gone(context)
    await page.getByRole('link', { name: 'To-dos' }).first().click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page stumbled')
    expect(loads()).toBe(1)
    errors.length = 0
    await context.unroute('**/assets/TodosPage-*')
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Nothing to do' })).toBeVisible()
    errors.length = 0
  })

  test('without a server it is not loaded anew, but told', async ({ page, house, errors }) => {
    await signUp(page, house, 'Kwame Mensah')
    const loads = counted(page)
    await house.pause()
    await page.getByRole('link', { name: 'To-dos' }).first().click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The server does not answer')
    expect(loads()).toBe(0)
    errors.length = 0
  })
})

/** How often the page was loaded since. */
function counted(page: Page): () => number {
  let loads = 0
  page.on('load', () => (loads += 1))
  return () => loads
}

/** As after an update of the server: the part of this page is there no more. */
const gone = (context: BrowserContext) => context.route('**/assets/TodosPage-*', (route) => route.fulfill({ status: 404, body: '' }))
