/** The API to read and to try: offline, under a policy of its own, with the session of the page. */
import type { Page } from '@playwright/test'
import { expect, signUp, test } from './fixtures'

/** Addresses outside of the house that a page asked for and got. */
function leaks(page: Page, origin: string) {
  const got: string[] = []
  page.on('response', (response) => {
    const url = response.url()
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) got.push(url)
  })
  return got
}

test('a member tries a call of one service in Swagger UI', async ({ page, server }) => {
  const got = leaks(page, server.origin)
  await signUp(page, server, 'Noor Haddad')
  await page.goto(`${server.origin}/docs/todos`)
  const create = page.locator('#operations-todos-todos_items_create')
  await page.locator('#operations-tag-todos').click()
  await create.locator('.opblock-summary-control').click()
  await create.getByRole('button', { name: 'Try it out' }).click()
  await create.locator('textarea').fill('{"title": "Tried in the documents"}')
  await create.getByRole('button', { name: 'Execute' }).click()
  await expect(create.locator('.live-responses-table .response .response-col_status')).toContainText('201')
  await page.goto(`${server.origin}/todos`)
  await expect(page.getByText('Tried in the documents').first()).toBeVisible()
  expect(got).toEqual([])
})

test('ReDoc shows a service, and leads to the others', async ({ page, server }) => {
  const got = leaks(page, server.origin)
  await page.goto(`${server.origin}/redoc/todos`)
  // It reads the whole document before it shows anything, which takes a busy machine a while.
  await expect(page.getByRole('menuitem', { name: 'todos', exact: true })).toBeVisible({ timeout: 40_000 })
  await expect(page.getByRole('heading', { name: 'Marquee: todos', level: 1 })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: 'games' })).toBeVisible()
  expect(await page.getByRole('link', { name: 'Swagger UI' }).getAttribute('href')).toBe('/docs/todos')
  expect(got).toEqual([])
})

test('the account panel leads there', async ({ page, server }) => {
  await signUp(page, server, 'Lena Brandt')
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('link', { name: 'For developers' }).click()
  await expect(page).toHaveURL(`${server.origin}/docs`)
})
