/** How much a visitor fetches: the budgets of the project, as sent with brotli, scripts and styles together. */
import { brotliCompressSync, constants } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, PASSWORD, signUp, test } from './fixtures'

const KB = 1024

/** Counts what the page fetches from now on. */
function count(page: Page) {
  const sizes = new Map<string, number>()
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return
    reading.push(
      response.body().then((body) => {
        const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
        sizes.set(response.url(), Math.min(packed, body.length))
      }),
    )
  })
  return async () => {
    await Promise.all(reading)
    return [...sizes.values()].reduce((sum, size) => sum + size, 0)
  }
}

test('the door weighs at most 150 KB, Tonight at most 220 KB', async ({ page, stocked }, info) => {
  const atDoor = count(page)
  await page.goto(`${stocked.origin}/sign-in`)
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await page.goto(stocked.origin)
  await expect(page.getByText(/games$/i).first()).toBeVisible()
  const door = await atDoor()

  const email = await signUp(page, stocked, 'Lea Brandt')
  await page.context().clearCookies()
  const atTonight = count(page)
  await page.goto(`${stocked.origin}/sign-in`)
  await page.getByLabel('E-mail or user name').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Go in' }).click()
  await expect(page.getByRole('heading', { name: 'Find a game' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '30 years ago' })).toBeVisible()
  const tonight = await atTonight()

  const told = `door ${(door / KB).toFixed(1)} KB, Tonight after signing in ${(tonight / KB).toFixed(1)} KB`
  info.annotations.push({ type: 'size', description: told })
  console.log(told)
  expect(door).toBeLessThanOrEqual(150 * KB)
  expect(tonight).toBeLessThanOrEqual(220 * KB)
})
