/** Every page, at both widths and in both themes: a picture to look at, and nothing for axe to find. */
import { administer, expect, look, PASSWORD, signUp, stranger, test } from './fixtures'
import { Server } from './server'

test.setTimeout(180_000)

test('outside, empty house', async ({ page, server }) => {
  await page.goto(server.origin)
  await expect(page.getByText('First seat is free').or(page.getByText(/Version/)).first()).toBeVisible()
  await look(page, 'welcome-empty')
  await page.goto(`${server.origin}/sign-in`)
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await look(page, 'sign-in')
  await page.goto(`${server.origin}/sign-up`)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await look(page, 'sign-up-wrong')
  await page.goto(`${server.origin}/confirm`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing to confirm here')
  await look(page, 'confirm-missing')
  await page.goto(`${server.origin}/confirm#0000`)
  await expect(page.getByText('This link has done its work.')).toBeVisible()
  await look(page, 'confirm-spent')
  await page.goto(`${server.origin}/forgot`)
  await expect(page.getByRole('button', { name: 'Send a link' })).toBeVisible()
  await look(page, 'forgot')
  await page.getByLabel('E-mail').fill('nobody@example.org')
  await page.getByRole('button', { name: 'Send a link' }).click()
  await expect(page.getByRole('heading', { name: 'The link is in the terminal' })).toBeVisible()
  await look(page, 'forgot-sent')
  await page.goto(`${server.origin}/reset#0000`)
  await page.getByRole('button', { name: 'Set it and go in' }).click()
  await expect(page.getByText('Type your password')).toBeVisible()
  await look(page, 'reset')
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Set it and go in' }).click()
  await expect(page.getByText('This link has done its work')).toBeVisible()
  await expect(page).toHaveURL(`${server.origin}/reset`)
  await look(page, 'reset-spent')
  await page.goto(`${server.origin}/undo#0000`)
  await expect(page.getByRole('heading', { name: 'Take your account back' })).toBeVisible()
  await look(page, 'undo')
  await page.goto(`${server.origin}/setup#0000`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await look(page, 'setup')
  await page.route('**/api/**', (route) => route.abort())
  await page.goto(server.origin)
  await expect(page.getByText('The house is dark')).toBeVisible()
  await look(page, 'dark')
  await page.unroute('**/api/**')
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await page.goto(`${server.origin}/games`)
  await expect(page.getByRole('heading', { name: 'No games on the shelves yet' })).toBeVisible()
  await look(page, 'games-empty')
})

test('inside, nearly empty', async ({ page, server }) => {
  await signUp(page, server, 'Ira Rao')
  await expect(page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible()
  await look(page, 'tonight-empty')
  await page.getByRole('link', { name: /^Notes, 1 new/ }).first().click()
  await expect(page.getByRole('heading', { name: 'Welcome to the house' })).toBeVisible()
  await look(page, 'notes')
  await page.getByRole('button', { name: /^Your account/ }).click()
  await look(page, 'account')
})

test('inside, with a catalogue', async ({ page, stocked }) => {
  await page.goto(stocked.origin)
  await expect(page.getByText(/games$/i).first()).toBeVisible()
  await look(page, 'welcome')
  await signUp(page, stocked, 'Ira Rao')
  await expect(page.getByRole('heading', { name: 'Find a game' })).toBeVisible()
  await look(page, 'tonight')
  await page.goto(`${stocked.origin}/games`)
  await expect(page.locator('a[data-row]').first()).toBeVisible()
  await look(page, 'games-wall')
  await page.goto(`${stocked.origin}/games?q=castelvania`)
  await expect(page.locator('a[data-row]').first()).toBeVisible()
  await look(page, 'games-search')
  await page.goto(`${stocked.origin}/games?q=zzzzqqqq`)
  await expect(page.getByRole('heading', { name: 'No game is called that' })).toBeVisible()
  await look(page, 'games-none')
  for (const [name, q] of [['game', 'Chrono Trigger'], ['game-long', 'Turtles in Time'], ['game-japan', '悪魔城'], ['game-pc', 'Half-Life']] as const) {
    await page.goto(`${stocked.origin}/games?q=${encodeURIComponent(q)}`)
    await page.locator('a[data-row]').first().click()
    await expect(page.locator('.stage h1')).toBeVisible()
    await look(page, name)
  }
  await page.goto(`${stocked.origin}/nowhere`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page does not exist')
  await look(page, 'lost')
})

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
  for (const part of ['email', 'password', 'devices', 'look']) {
    await page.goto(`${server.origin}/settings#${part}`)
    await expect(page.getByText('Safari on iPhone')).toBeVisible()
    await look(page, `settings-${part}`)
  }
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByRole('dialog', { name: 'Sign the other device out?' })).toBeVisible()
  await look(page, 'settings-ask')
  await phone.context().close()
})

test('administration', async ({ page }) => {
  const house = await Server.start()
  try {
    await administer(page, house)
    for (const name of ['Jonas Weiss', 'Mira Okafor', 'Tomás Prieto', 'Lea Brandt', 'Sana Iqbal', 'Kwame Mensah']) {
      const email = `${name.split(' ')[0]!.normalize('NFD').replace(/[^\w]/g, '').toLowerCase()}@example.org`
      const other = await page.context().browser()!.newContext()
      await other.request.post(`${house.origin}/api/v1/accounts/users`, { data: { name, email, password: PASSWORD }, headers: { origin: house.origin } })
      await other.close()
    }
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
    await page.goto(`${house.origin}/admin/audit`)
    await expect(page.getByRole('cell', { name: /Took the keys/ })).toBeVisible()
    await look(page, 'admin-audit')
    await page.goto(`${house.origin}/admin/jobs`)
    await expect(page.getByRole('table')).toBeVisible()
    await look(page, 'admin-jobs')
    await page.route('**/api/v1/*/parked', (route) => route.fulfill({ json: { items: route.request().url().includes('/notify/') ? PARKED : [], next: null } }))
    await page.goto(`${house.origin}/admin/dead-letters`)
    await page.getByText('What it says').first().click()
    await look(page, 'admin-dead-letters')
    await page.unroute('**/api/v1/*/parked')
    await page.route('**/api/v1/*/parked', (route) => route.fulfill({ json: { items: [], next: null } }))
    await page.reload()
    await expect(page.getByRole('heading', { name: 'No dead letters' })).toBeVisible()
    await look(page, 'admin-dead-letters-none')
    await page.getByRole('button', { name: /^Your account/ }).click()
    await look(page, 'account-admin')
    await page.goto(`${house.origin}/admin/jobs`)
    await expect(page.getByRole('table')).toBeVisible()
    await page.route('**/api/v1/accounts/users*', (route) => route.fulfill({ status: 500, json: { type: '/problems/request/internal', title: 'Something broke', status: 500 } }))
    await page.getByRole('link', { name: 'Users' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Something broke on the server')
    await look(page, 'broken')
    await page.unroute('**/api/v1/accounts/users*')
    await page.goto(`${house.origin}/admin/jobs`)
    await expect(page.getByRole('table')).toBeVisible()
    await page.route('**/api/**', (route) => route.abort())
    await page.getByRole('link', { name: 'Users' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The server does not answer')
    await look(page, 'offline')
  } finally {
    await house.stop()
  }
})

test('not for everybody', async ({ page, server }) => {
  await signUp(page, server, 'Ana Lima')
  await page.goto(`${server.origin}/admin/users`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is not open to you')
  await look(page, 'forbidden')
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
/** What a house in order does not have, so that the page of it can be looked at. */
const PARKED = [letter(2, 'notify/no-such-user: nobody has this id'), letter(3, 'an earlier event of the same thing is parked')]
