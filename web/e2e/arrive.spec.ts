/** The first hour of a house: sign up, confirm, the bell, the keys, the catalogue, a search, and out. */
import { expect, PASSWORD, signUp, test as base } from './fixtures'
import { Server } from './server'

// A house of its own: this test takes its keys and fills its shelves.
const test = base.extend<{ house: Server }>({
  house: async ({}, use) => {
    const house = await Server.start()
    await use(house)
    await house.stop()
  },
})

test('the first hour of a house', async ({ page, context, house: server }) => {
  await page.goto(server.origin)
  await expect(page.getByText('First seat is free')).toBeVisible()
  await expect(page.getByText('No games yet')).toBeVisible()

  const email = await signUp(page, server)
  await expect(page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'The shelves are still empty' })).toBeVisible()
  await page.getByRole('link', { name: /^Notes, 1 new/ }).first().click()
  await expect(page.getByRole('heading', { name: 'Welcome to the house' })).toBeVisible()
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(page.getByRole('link', { name: 'Notes, nothing new' })).toBeVisible()
  await page.getByRole('link', { name: 'Tonight' }).first().click()

  // The link is opened in another window of the same browser; the bell of the first one lights without a reload.
  const second = await context.newPage()
  const link = await server.confirmLink(email)
  await second.goto(link)
  await expect(second.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible()
  await expect(second).toHaveURL(`${server.origin}/confirm`)
  await expect(page.getByRole('link', { name: 'Notes, 1 new' }).first()).toBeVisible()
  await second.goto('about:blank')
  await second.goto(link)
  await expect(second.getByText('This link has done its work.')).toBeVisible()
  await expect(second).toHaveURL(`${server.origin}/confirm`)

  await second.goto(await server.setupLink())
  await second.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await second.getByRole('button', { name: 'Take the keys' }).click()
  await expect(second.getByText('You are the administrator of this house now.').first()).toBeVisible()
  await expect(second.getByRole('heading', { name: 'Fill the shelves' })).toBeVisible()
  await second.close()

  await server.importGames()
  await page.goto(server.origin)
  await expect(page.getByRole('heading', { name: 'Find a game' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('castelvania')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/games\?q=castelvania/)
  await expect(page.getByText('Nothing is called "castelvania"')).toBeVisible()
  await page.getByRole('link', { name: /Symphony of the Night/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Symphony of the Night')
  await expect(page.getByText('libretro-database')).toBeVisible()

  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await page.goBack()
  await page.goto(`${server.origin}/notes`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('E-mail or user name').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Go in' }).click()
  await expect(page).toHaveURL(/\/notes$/)
})
