/** How much a visitor fetches: the budgets of the project, as sent with brotli, scripts and styles together. */
import { brotliCompressSync, constants } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, PASSWORD, signUp, test } from './fixtures'

const KB = 1024

/** Notes which scripts and styles the page asks for from now on; called, it weighs them. */
function scales(page: Page) {
  const asked = new Set<string>()
  page.on('request', (request) => {
    if (/\.(js|css)$/.test(new URL(request.url()).pathname)) asked.add(request.url())
  })
  return async () => {
    let sum = 0
    for (const url of asked) {
      // Asked again, because a page that was left takes the bodies of its answers with it.
      const body = await (await page.request.get(url)).body()
      const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
      sum += Math.min(packed, body.length)
    }
    return sum
  }
}

test('the door weighs at most 150 KB, Tonight at most 220 KB', async ({ page, stocked }, info) => {
  const weighDoor = scales(page)
  await page.goto(`${stocked.origin}/sign-in`)
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await page.goto(stocked.origin)
  await expect(page.getByText(/games$/i).first()).toBeVisible()
  const door = await weighDoor()

  const email = await signUp(page, stocked, 'Lea Brandt')
  await page.context().clearCookies()
  const weighTonight = scales(page)
  await page.goto(`${stocked.origin}/sign-in`)
  await page.getByLabel('E-mail or user name').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Go in' }).click()
  await expect(page.getByRole('heading', { name: 'Find a game' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '30 years ago' })).toBeVisible()
  const tonight = await weighTonight()

  const told = `door ${(door / KB).toFixed(1)} KB, Tonight after signing in ${(tonight / KB).toFixed(1)} KB`
  info.annotations.push({ type: 'size', description: told })
  console.log(told)
  expect(door).toBeLessThanOrEqual(150 * KB)
  expect(tonight).toBeLessThanOrEqual(220 * KB)
})
