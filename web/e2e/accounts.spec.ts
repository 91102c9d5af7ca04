/** The door: what it refuses, in words, and what it keeps. */
import { expect, PASSWORD, signUp, stranger, test } from './fixtures'
import { Server } from './server'

test('refusals stand at their fields and what was typed stays', async ({ page, server }) => {
  await page.goto(`${server.origin}/sign-up`)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await expect(page.getByText('Type your e-mail address')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await page.getByLabel('E-mail').fill('ira@example')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Make my account' }).click()
  await expect(page.getByText('At least 8 characters, this has 5')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await expect(page.getByText(/no ending/)).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue('ira@example')
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(PASSWORD)
  await page.getByRole('button', { name: 'Show the password' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'text')
})

test('a wrong password and a known address are told in words', async ({ page, browser, server }) => {
  const email = await signUp(page, server, 'Mira Okafor')
  const other = await stranger(browser)
  await other.goto(`${server.origin}/sign-in`)
  await other.getByLabel('E-mail or user name').fill(email)
  await other.getByLabel('Password', { exact: true }).fill('not the password')
  await other.getByRole('button', { name: 'Go in' }).click()
  await expect(other.getByText('Name and password do not fit together')).toBeVisible()
  await other.goto(`${server.origin}/sign-up`)
  await other.getByLabel('E-mail').fill(email)
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await other.getByRole('button', { name: 'Make my account' }).click()
  await expect(other.getByText('There is already an account with this address')).toBeVisible()
  await other.context().close()
})

test('another browser proves itself with the password of the sign-up', async ({ page, browser, server }) => {
  const email = await signUp(page, server, 'Jonas Weiss')
  const other = await stranger(browser)
  await other.goto(await server.confirmLink(email))
  await expect(other.getByText('This browser did not make the account')).toBeVisible()
  await other.getByLabel('Password', { exact: true }).fill('not the password')
  await other.getByRole('button', { name: 'Confirm' }).click()
  await expect(other.getByText('That is not the password')).toBeVisible()
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await other.getByRole('button', { name: 'Confirm' }).click()
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Jonas')
  await other.context().close()
})

test('a new link can be asked for on Tonight', async ({ page, server }) => {
  const email = await signUp(page, server, 'Sana Iqbal')
  const printed = server.printed
  await page.getByRole('button', { name: 'Print it again' }).click()
  await expect(page.getByText('A new link stands in the terminal.')).toBeVisible()
  await page.goto(await server.confirmLink(email, printed))
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible()
})

test('nobody is sent to a foreign page after signing in', async ({ page, server }) => {
  const email = await signUp(page, server, 'Ana Lima')
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await page.goto(`${server.origin}/sign-in?next=${encodeURIComponent('//elsewhere.example/')}`)
  await page.getByLabel('E-mail or user name').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Go in' }).click()
  await expect(page).toHaveURL(`${server.origin}/`)
})

test('the chosen theme stays', async ({ page, server }) => {
  await signUp(page, server, 'Yuki Tanaka')
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('radio', { name: 'Dark' }).check()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('who takes the keys with a short password chooses a longer one', async ({ page }) => {
  const house = await Server.start()
  try {
    await page.goto(`${house.origin}/sign-up`)
    await page.getByLabel('E-mail').fill('kwame@example.org')
    await page.getByLabel('Password', { exact: true }).fill('vq9 zlem rty4')
    await page.getByRole('button', { name: 'Make my account' }).click()
    await expect(page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible()
    await page.goto(await house.setupLink())
    await page.getByLabel('Password', { exact: true }).fill('vq9 zlem rty4')
    await page.getByRole('button', { name: 'Take the keys' }).click()
    await page.getByLabel('A longer password from now on').fill(PASSWORD)
    await page.getByRole('button', { name: 'Take the keys' }).click()
    await expect(page.getByText('You are the administrator of this house now.').first()).toBeVisible()
  } finally {
    await house.stop()
  }
})
