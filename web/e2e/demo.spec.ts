/** A house to look around in: the button on an empty house, the members who come with it, the banner; and --demo. */
import { expect, look, signIn, signUp, test as base } from './fixtures'
import { Server } from './server'

const test = base.extend<{ house: Server }>({
  house: async ({}, use) => {
    const house = await Server.start()
    await use(house)
    await house.stop()
  },
})

test.setTimeout(180_000)

const NOTE = 'This house is a demo: its games, people and to-dos are there to be looked at.'

test('whoever is alone in an empty house fills it; nobody does who is not', async ({ page, browser, house }) => {
  await signUp(page, house, 'Ira Rao')
  const button = page.getByRole('button', { name: 'Fill the house' })
  await expect(button).toBeVisible()
  await expect(page.getByText(NOTE)).toHaveCount(0)
  await look(page, 'tonight-demo')
  await button.click()
  await expect(page.getByText('The house is filled.')).toBeVisible()
  await expect(button).toHaveCount(0)
  await expect(page.getByText(NOTE)).toBeVisible()

  // One of its two members comes in, with the password from the terminal, and finds to-dos and games.
  const password = (await house.line(/^Password of mira@demo\.example: /)).split(': ')[1]!
  const other = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' })).newPage()
  await signIn(other, house, 'mira@demo.example', password)
  await expect(other.getByRole('region', { name: 'What is next' }).getByText('Charge the controllers')).toBeVisible()
  await expect(async () => {
    await other.goto(`${house.origin}/games?q=chrono`)
    await expect(other.getByRole('link', { name: /Chrono Trigger/ }).first()).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(other.getByText(NOTE)).toBeVisible()
  await other.goto(house.origin)
  await expect(other.getByRole('region', { name: 'What is next' }).getByText('Charge the controllers')).toBeVisible()
  await look(other, 'demo-tonight')
  await other.goto(`${house.origin}/games`)
  await expect(other.locator('a[data-row]').first()).toBeVisible()
  await look(other, 'demo-games')
  await other.context().close()
})

test('two members are no empty house', async ({ page, browser, house }) => {
  const other = await (await browser.newContext()).newPage()
  await signUp(other, house, 'Jonas Weiss')
  await other.context().close()
  await signUp(page, house, 'Ira Rao')
  await expect(page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('button', { name: 'Fill the house' })).toHaveCount(0)
})

test('--demo says so on the door', async ({ page }) => {
  const house = await Server.start(['--demo'])
  try {
    expect(await house.line(/^Password of jonas@demo\.example: /)).toMatch(/: [0-9a-f]{4}(-[0-9a-f]{4}){4}$/)
    await page.goto(house.origin)
    await expect(page.getByText(NOTE)).toBeVisible()
    await expect(page.getByText('60 games')).toBeVisible()
    await look(page, 'demo-welcome')
  } finally {
    await house.stop()
  }
})

test('--open-demo writes at the classic path without signing in, and turns everybody else away', async ({ request }) => {
  const house = await Server.start(['--open-demo'])
  try {
    const users = (await (await request.get(`${house.origin}/users`)).json()) as { items: { id: number; name: string }[] }
    const mira = users.items.find(({ name }) => name === 'Mira Okafor')!
    const changed = await request.put(`${house.origin}/users/${mira.id}`, { data: { street_address: '1 Foyer Lane' } })
    expect(changed.status()).toBe(200)
    // A proxy, another name, another site: none of them is this machine's user.
    const others: Record<string, string>[] = [{ 'x-forwarded-for': '203.0.113.7' }, { host: 'cinema.local' }, { origin: 'http://evil.example' }]
    for (const headers of others) {
      const refused = await request.put(`${house.origin}/users/${mira.id}`, { data: { name: 'Eve' }, headers })
      expect(refused.status(), JSON.stringify(headers)).toBe(403)
    }
  } finally {
    await house.stop()
  }
  const secure = await Server.start(['--demo'])
  try {
    const refused = await request.put(`${secure.origin}/users/1`, { data: { name: 'Eve' } })
    expect(refused.status()).toBe(401)
  } finally {
    await secure.stop()
  }
})
