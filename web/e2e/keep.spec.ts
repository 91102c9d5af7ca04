/** What staff does to the catalogue: corrections that stay, lists that are brought in, pairs in doubt. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { administer, expect, signUp, stranger, test } from './fixtures'
import { fixtures, Server } from './server'

/** A house of its own with games in it, and its administrator. */
async function kept(page: Page, run: (house: Server) => Promise<void>) {
  const house = await Server.start()
  try {
    await house.importGames()
    await administer(page, house)
    await run(house)
  } finally {
    await house.stop()
  }
}

async function openGame(page: Page, house: Server, q: string) {
  await page.goto(`${house.origin}/games?q=${encodeURIComponent(q)}`)
  await page.locator('a[data-row]').first().click()
  await expect(page.locator('.stage h1')).toBeVisible()
}

/** Sends a file and waits for what came of it. */
async function bringIn(page: Page, house: Server, name: string, text: string) {
  await page.goto(`${house.origin}/admin/imports`)
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  const run = page.getByRole('listitem').filter({ hasText: name })
  await expect(run.getByText('Done', { exact: true })).toBeVisible({ timeout: 30_000 })
  return run
}

test('staff corrects a game, an import does not overwrite it, and it can be put back', async ({ page }) => {
  await kept(page, async (house) => {
    await openGame(page, house, 'Chrono Trigger')
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByLabel(/^Publisher/).fill('Marquee Press')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('is saved.')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Marquee Press' })).toBeVisible()
    const list = await readFile(fixtures[0]!, 'utf8')
    const row = { ...JSON.parse(list.split('\n').find((line) => line.includes('Chrono Trigger'))!), publisher: 'Somebody Else' }
    await bringIn(page, house, 'again.jsonl', `${JSON.stringify(row)}\n`)
    await openGame(page, house, 'Chrono Trigger')
    await expect(page.getByRole('link', { name: 'Marquee Press' })).toBeVisible()
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await expect(page.getByText('Locked: no list changes it')).toBeVisible()
    const history = page.getByRole('region', { name: 'History' })
    await expect(history).toContainText('Marquee Press')
    await history.getByRole('button', { name: 'Put it back' }).first().click()
    await expect(page.getByLabel(/^Publisher/)).not.toHaveValue('Marquee Press')
  })
})

test('two who edit the same game: the second keeps what was typed and sees what the first changed', async ({ page }) => {
  await kept(page, async (house) => {
    await openGame(page, house, 'Chrono Trigger')
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByLabel(/^Series/).fill('Chrono Saga')
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.getByLabel(/^Series/).fill('Trigger')
    await other.getByRole('button', { name: 'Save' }).click()
    await expect(other.getByText('is saved.')).toBeVisible()
    await other.close()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Series: now "Trigger"')).toBeVisible()
    await expect(page.getByLabel(/^Series/)).toHaveValue('Chrono Saga')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('link', { name: 'Chrono Saga', exact: true })).toBeVisible()
  })
})

test('a list is sent, its bad rows are put aside, and a new game comes by hand', async ({ page }) => {
  await kept(page, async (house) => {
    const [first] = (await readFile(fixtures[0]!, 'utf8')).split('\n')
    const run = await bringIn(page, house, 'few.jsonl', `${first}\nthis is no row\n`)
    await run.getByRole('button', { name: /^Look at what was put aside/ }).click()
    await expect(page.getByRole('dialog')).toContainText('this is no row')
    await page.keyboard.press('Escape')
    await page.goto(`${house.origin}/games/new`)
    await page.getByRole('button', { name: 'Add the game' }).click()
    await expect(page.getByText('A game needs a title')).toBeVisible()
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Lanterns of Brass')
    await page.getByLabel(/^Platforms/).fill('NES')
    await page.getByRole('button', { name: 'Add the game' }).click()
    await expect(page.locator('.stage h1')).toHaveText('Lanterns of Brass')
  })
})

test('doubtful pairs are answered by keyboard, and the last answer can be taken back', async ({ page }) => {
  await kept(page, async (house) => {
    const { items } = await (await page.request.get(`${house.origin}/api/v1/games/works?limit=3`)).json()
    const [a, b, c] = await Promise.all(items.map(async ({ id }: { id: string }) => (await page.request.get(`${house.origin}/api/v1/games/works/${id}`)).json()))
    const pairs = [b, c].map((other, i) => ({ a, b: other, reason: 'years_apart', words: '', version: i + 1 }))
    await page.route('**/api/v1/games/doubts?**', (route) => route.fulfill({ json: { items: pairs, next: null, total: 2, reasons: [{ reason: 'years_apart', count: 2 }] } }))
    const said: { b: string; same: boolean }[] = []
    await page.route('**/api/v1/games/doubts/answers', (route) => {
      said.push(route.request().postDataJSON())
      return route.fulfill({ json: { same: true, work: a } })
    })
    await page.goto(`${house.origin}/admin/doubts`)
    const pair = (other: { title: string }) => page.getByRole('group', { name: `${a.title} and ${other.title}` })
    await expect(pair(b)).toBeVisible()
    await page.keyboard.press('s')
    await expect(pair(c)).toBeVisible()
    await page.keyboard.press('u')
    await expect(pair(b)).toBeVisible()
    expect(said).toEqual([])
    await page.keyboard.press('d')
    await expect(pair(c)).toBeVisible()
    await page.keyboard.press('s')
    await expect(page.getByRole('heading', { name: 'No pair is in doubt' })).toBeVisible()
    await page.getByRole('link', { name: 'Games', exact: true }).first().click()
    await expect.poll(() => said.map(({ b: other, same }) => [other, same])).toEqual([[b.id, false], [c.id, true]])
  })
})

test('members see no doors of the staff', async ({ page, browser, stocked }) => {
  await signUp(page, stocked, 'Ana Lima')
  await page.goto(`${stocked.origin}/games?q=chrono`)
  await page.locator('a[data-row]').first().click()
  await expect(page.locator('.stage h1')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0)
  await page.goto(`${page.url()}/edit`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is not open to you')
  for (const path of ['/admin/imports', '/admin/doubts', '/games/new']) {
    await page.goto(`${stocked.origin}${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is not open to you')
  }
  const guest = await stranger(browser)
  await guest.goto(`${stocked.origin}/games/new`)
  await expect(guest.getByRole('button', { name: 'Go in' })).toBeVisible()
  await guest.context().close()
})
