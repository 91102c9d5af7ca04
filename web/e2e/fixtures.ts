/** What every test of the page starts with: a server of its own worker, people, and how to look at a page. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, type Browser, expect, type Page } from '@playwright/test'
import { Server } from './server'

const SHOTS = join(dirname(fileURLToPath(import.meta.url)), 'shots')
mkdirSync(SHOTS, { recursive: true })

export const PASSWORD = 'four quiet brass lanterns'

export const test = base.extend<{ errors: string[] }, { server: Server; stocked: Server }>({
  /** A server without games and without people. One a worker. */
  server: [
    async ({}, use) => {
      const server = await Server.start()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  /** A server with the games of the fixtures. One a worker. */
  stocked: [
    async ({}, use) => {
      const server = await Server.start()
      await server.importGames()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  /** What the console complained of: a refused script or style would stand here. Refusals of the API are expected. */
  errors: [
    async ({ page }, use) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) errors.push(message.text())
      })
      await use(errors)
      expect(errors).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

let people = 0

/** Signs somebody up in this page and waits for Tonight. */
export async function signUp(page: Page, server: Server, name = 'Ira Rao'): Promise<string> {
  people += 1
  const email = `${name.split(' ')[0]!.toLowerCase()}${process.pid}${people}@example.org`
  await page.goto(`${server.origin}/sign-up`)
  await page.getByLabel(/^Name/).fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name.split(' ')[0]!)
  return email
}

/** Comes in through the door with a name and a password. */
export async function signIn(page: Page, server: Server, login: string, password = PASSWORD) {
  await page.goto(`${server.origin}/sign-in`)
  await page.getByLabel('E-mail or user name').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Go in' }).click()
  await expect(page.getByRole('button', { name: /^Your account/ }).first()).toBeAttached()
}

/** Signs up and takes the keys of the house, whose only administrator this is then. */
export async function administer(page: Page, server: Server, name = 'Ira Rao'): Promise<string> {
  const email = await signUp(page, server, name)
  await page.goto(await server.setupLink())
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Take the keys' }).click()
  await expect(page.getByText('You are the administrator of this house now.').first()).toBeVisible()
  return email
}

/** Writes one to-do and waits until it stands in the list. */
export async function add(page: Page, line: string, title = line) {
  const field = page.getByRole('textbox', { name: 'New to-do' })
  await field.fill(line)
  await field.press('Enter')
  await expect(field).toHaveValue('')
  await expect(row(page, title)).toBeVisible()
}

/** The row of a to-do. */
export const row = (page: Page, title: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name: title, exact: true }) })

export const SIZES = [
  { name: '1280', width: 1280, height: 880 },
  { name: '390', width: 390, height: 844 },
] as const
export const THEMES = ['light', 'dark'] as const

/**
 * Looks at what the page shows now at both widths and in both themes: a picture each, and no finding of axe.
 * The picture goes to e2e/shots, which is not committed.
 */
export async function look(page: Page, name: string) {
  const before = page.viewportSize()
  for (const size of SIZES) {
    for (const theme of THEMES) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: join(SHOTS, `${name}-${size.name}-${theme}.png`) })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
      expect(told, `${name} at ${size.name} in ${theme}`).toEqual([])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(wide, `${name} at ${size.name} scrolls sideways`).toBeLessThanOrEqual(0)
    }
  }
  if (before) await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Another person with another browser. */
export async function stranger(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' })).newPage()
}
