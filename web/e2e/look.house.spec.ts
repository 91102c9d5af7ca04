/** Settings and administration, at both widths and in both themes: a picture to look at, and nothing for axe to find. */
import type { BrowserContext } from '@playwright/test'
import { administer, expect, look, PASSWORD, signUp, stranger, test as base } from './fixtures'
import { Server } from './server'

const test = base.extend<{}, { house: Server }>({
  /** A server with a handful of people, one of whom may run it. One a worker. */
  house: [
    async ({ browser }, use) => {
      const house = await Server.start()
      for (const name of ['Jonas Weiss', 'Mira Okafor', 'Tomás Prieto', 'Lea Brandt', 'Sana Iqbal', 'Kwame Mensah']) {
        const email = `${name.split(' ')[0]!.normalize('NFD').replace(/[^\w]/g, '').toLowerCase()}@example.org`
        const other = await browser.newContext()
        await other.request.post(`${house.origin}/api/v1/accounts/users`, { data: { name, email, password: PASSWORD }, headers: { origin: house.origin } })
        await other.close()
      }
      const page = await stranger(browser)
      await administer(page, house)
      keys = await page.context().storageState()
      await page.context().close()
      await use(house)
      await house.stop()
    },
    { scope: 'worker' },
  ],
})

/** The cookies of whoever runs the house. */
let keys: Awaited<ReturnType<BrowserContext['storageState']>>

test.setTimeout(240_000)

test('settings', async ({ page, browser, server }) => {
  const email = await signUp(page, server, 'Mira Okafor')
  const phone = await stranger(browser)
  await phone.request.post(`${server.origin}/api/v1/accounts/sessions`, {
    data: { login: email, password: PASSWORD },
    headers: { origin: server.origin, 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1' },
  })
  await page.goto(`${server.origin}/settings`)
  await expect(page.getByText('Safari on iPhone')).toBeVisible()
  await look(page, 'settings')
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('At least 8 characters, this has 5')).toBeVisible()
  await look(page, 'settings-wrong')
  await page.goto(`${server.origin}/settings#devices`)
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByRole('dialog', { name: 'Sign the other device out?' })).toBeVisible()
  await look(page, 'settings-ask')
  await page.getByRole('button', { name: 'Leave it' }).click()
  await look(page, 'settings-devices')
  await phone.context().close()
})

test('people', async ({ page, context, house }) => {
  await context.addCookies(keys.cookies)
  await page.goto(`${house.origin}/admin/users`)
  await expect(page.getByRole('link', { name: 'Kwame Mensah' })).toBeVisible()
  await look(page, 'admin-users')
  await page.evaluate(() => localStorage.setItem('marquee.density', 'compact'))
  await page.reload()
  await expect(page.getByRole('link', { name: 'Kwame Mensah' })).toBeVisible()
  await look(page, 'admin-users-compact')
  await page.evaluate(() => localStorage.removeItem('marquee.density'))
  await page.reload()
  await page.getByRole('link', { name: 'Sana Iqbal' }).click()
  await expect(page.getByRole('button', { name: 'Suspend' })).toBeVisible()
  await look(page, 'admin-user')
  await page.getByRole('button', { name: 'Suspend' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await expect(page.getByText('Say why, for whoever looks later')).toBeVisible()
  await look(page, 'admin-suspend')
  await page.getByRole('dialog').getByLabel('Reason').fill('Sold a ticket that belonged to somebody else')
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await look(page, 'admin-user-suspended')
  await page.goto(`${house.origin}/admin/users?q=zzzz`)
  await expect(page.getByRole('heading', { name: 'Nobody like that' })).toBeVisible()
  await look(page, 'admin-users-none')
})

test('the house', async ({ page, context, house }) => {
  await context.addCookies(keys.cookies)
  await page.goto(`${house.origin}/admin/audit`)
  await expect(page.getByRole('cell', { name: /Took the keys/ })).toBeVisible()
  await look(page, 'admin-audit')
  await page.goto(`${house.origin}/admin/jobs`)
  await expect(page.getByRole('table')).toBeVisible()
  await look(page, 'admin-jobs')
  // What a house in order does not have, so that the page of it can be looked at.
  let letters = [letter(2, 'notify/no-such-user: nobody has this id'), letter(3, 'an earlier event of the same thing is parked')]
  await page.route('**/api/v1/*/parked', (route) => route.fulfill({ json: { items: route.request().url().includes('/notify/') ? letters : [], next: null } }))
  await page.goto(`${house.origin}/admin/dead-letters`)
  await page.getByText('What it says').first().click()
  await look(page, 'admin-dead-letters')
  letters = []
  await page.reload()
  await expect(page.getByRole('heading', { name: 'No dead letters' })).toBeVisible()
  await look(page, 'admin-dead-letters-none')
  await page.getByRole('button', { name: /^Your account/ }).click()
  await look(page, 'account-admin')
})

test('what is not there', async ({ page, context, house }) => {
  await signUp(page, house, 'Ana Lima')
  await page.goto(`${house.origin}/admin/users`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is not open to you')
  await look(page, 'forbidden')
  await context.clearCookies()
  await context.addCookies(keys.cookies)
  await page.route('**/api/v1/accounts/users*', (route) => route.fulfill({ status: 500, json: { type: '/problems/request/internal', title: 'Something broke', status: 500 } }))
  await page.goto(`${house.origin}/admin/users`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Something broke on the server')
  await look(page, 'broken')
  await page.unroute('**/api/v1/accounts/users*')
  await page.goto(`${house.origin}/admin/jobs`)
  await expect(page.getByRole('table')).toBeVisible()
  await page.route('**/api/**', (route) => route.abort())
  await page.getByRole('link', { name: 'Users' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The server does not answer')
  await look(page, 'offline')
})

const thing = '0198f3a2-7c1e-7b51-9d2a-5f0c1e9a4b77'
const letter = (version: number, reason: string) => ({
  consumer: 'notify.confirmed',
  source: 'accounts',
  pos: 40 + version,
  type: 'accounts.user.confirmed.v1',
  aggregate: thing,
  version,
  happened_at: '2026-11-21T15:02:00Z',
  at: '2026-11-21T15:02:04Z',
  reason,
  body: { user: thing, proof: { kind: 'confirm', by: 'mail' } },
})
