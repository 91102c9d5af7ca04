/** Whoever runs the house: people, their roles, keeping somebody out, and the audit of all that. */
import { administer, expect, signIn, signUp, stranger, test as base } from './fixtures'
import { Server } from './server'

// A house of its own: this test takes its keys.
const test = base.extend<{ house: Server }>({
  house: async ({}, use) => {
    const house = await Server.start()
    await use(house)
    await house.stop()
  },
})

test('an administrator looks a member up, raises and suspends them, and finds it in the audit', async ({ page, browser, house }) => {
  const other = await stranger(browser)
  const email = await signUp(other, house, 'Jonas Weiss')
  await expect(other.getByRole('link', { name: 'Administration' })).toHaveCount(0)
  await administer(page, house)
  await page.getByRole('link', { name: 'Administration' }).click()
  await expect(page).toHaveURL(/\/admin\/users$/)

  await page.keyboard.press('/')
  await page.keyboard.type('jonas')
  await expect(page).toHaveURL(/q=jonas/)
  await expect(page.getByText('1 account', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Jonas Weiss')

  await page.getByLabel('Role').selectOption({ label: 'Moderator' })
  await page.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText('Jonas Weiss is now: Moderator.')).toBeVisible()

  // A grant can be taken back in the same breath.
  await page.getByLabel('Role').selectOption({ label: 'Member' })
  await page.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText('Jonas Weiss is now: Member.')).toBeVisible()
  await page.getByRole('button', { name: 'Grant' }).click()
  await page.getByText('Jonas Weiss may keep the catalogue now.').locator('..').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Grant' })).toBeVisible()

  await page.getByRole('button', { name: 'Suspend' }).click()
  const asked = page.getByRole('dialog', { name: 'Suspend Jonas Weiss?' })
  await asked.getByRole('button', { name: 'Suspend' }).click()
  await expect(asked.getByText('Say why, for whoever looks later')).toBeVisible()
  await asked.getByLabel('Reason').fill('Sold somebody else\u2019s ticket')
  await asked.getByRole('button', { name: 'Suspend' }).click()
  await expect(page.getByText('Jonas Weiss is suspended.')).toBeVisible()
  await expect(page.getByText('Sold somebody else\u2019s ticket')).toBeVisible()
  await other.goto(`${house.origin}/notes`)
  await expect(other).toHaveURL(/\/sign-in/)
  await other.getByLabel('E-mail or user name').fill(email)
  await other.getByLabel('Password', { exact: true }).fill('four quiet brass lanterns')
  await other.getByRole('button', { name: 'Go in' }).click()
  await expect(other.getByText('This account is suspended')).toBeVisible()

  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('Jonas Weiss may sign in again.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Suspend' })).toBeVisible()
  await signIn(other, house, email)

  await page.getByRole('link', { name: 'What was done to it' }).click()
  await expect(page).toHaveURL(/subject=/)
  const rows = page.getByRole('row')
  await expect(rows.filter({ hasText: 'Member → Moderator' })).toContainText('Ira Rao')
  await page.getByRole('button', { name: 'Drop this filter' }).click()
  await expect(page).toHaveURL(/\/admin\/audit$/)
  await expect(rows.filter({ hasText: 'Took the keys' })).toHaveCount(1)
  await other.context().close()
})

test('the list of people stands in the address', async ({ page, browser, house }) => {
  const other = await stranger(browser)
  await signUp(other, house, 'Mira Okafor')
  await other.goto(`${house.origin}/admin/users`)
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('This page is not open to you')
  await other.context().close()
  await administer(page, house)
  await page.goto(`${house.origin}/admin/users`)
  const rows = page.locator('a[data-row]')
  await expect(rows).toHaveCount(2)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(rows.nth(1)).toBeFocused()
  await page.getByRole('button', { name: 'First administrators' }).click()
  await expect(page).toHaveURL(/role=super_admin/)
  await expect(rows).toHaveCount(1)
  await page.reload()
  await expect(rows).toHaveText(['Ira Rao'])
  await page.getByRole('button', { name: 'Suspended' }).click()
  await expect(page.getByRole('heading', { name: 'Nobody like that' })).toBeVisible()
})

test('dead letters are replayed and jobs tried again, and the outcome is told', async ({ page, house }) => {
  await administer(page, house)
  const letter = { consumer: 'notify.confirmed', source: 'accounts', pos: 4, type: 'accounts.user.confirmed.v1', aggregate: '0198f3a2-7c1e-7b51-9d2a-5f0c1e9a4b77', version: 2, happened_at: '2026-11-21T15:02:00Z', at: '2026-11-21T15:02:04Z', reason: 'nobody has this id', body: { user: '0198f3a2' } }
  let letters = [letter]
  let refused = true
  await page.route('**/api/v1/*/parked', (route) => route.fulfill({ json: { items: route.request().url().includes('/notify/') ? letters : [], next: null } }))
  await page.route('**/api/v1/notify/parked/replays', async (route) => {
    expect(route.request().postDataJSON()).toEqual({ consumer: letter.consumer, source: letter.source, aggregate: letter.aggregate })
    if (refused) return route.fulfill({ status: 409, json: { type: '/problems/chassis/still-refused', title: 'It still cannot be taken', status: 409 } })
    letters = []
    return route.fulfill({ json: { replayed: 1 } })
  })
  await page.goto(`${house.origin}/admin/dead-letters`)
  await expect(page.getByText('nobody has this id')).toBeVisible()
  await page.getByText('What it says').click()
  await expect(page.getByText('"user": "0198f3a2"')).toBeVisible()
  await page.getByRole('button', { name: 'Replay' }).click()
  await expect(page.getByText('It still cannot be taken.')).toBeVisible()
  refused = false
  await page.getByRole('button', { name: 'Replay' }).click()
  await expect(page.getByText('One event went through.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'No dead letters' })).toBeVisible()

  const job = { id: '0198f3a2-7c1e-7b51-9d2a-5f0c1e9a4b78', kind: 'games.read_import', state: 'failed', attempts: 10, run_at: '2026-11-21T15:02:00Z', created_at: '2026-11-21T15:00:00Z', done_at: null, error: 'no column names a title', every_seconds: null }
  await page.route('**/api/v1/*/jobs?*', (route) => route.fulfill({ json: { items: route.request().url().includes('/games/') ? [job] : [], next: null } }))
  await page.route(`**/api/v1/games/jobs/${job.id}/retries`, (route) => {
    job.state = 'waiting'
    return route.fulfill({ status: 202, body: '' })
  })
  await page.goto(`${house.origin}/admin/jobs`)
  await expect(page.getByText('no column names a title')).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('It is tried again at once.')).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Waiting' })).toBeVisible()
})
