/** A visitor whose browser speaks German: the door, an account, to-dos, the settings, every page looked at. */
import { expect, look, PASSWORD, row, test } from './fixtures'
import { Server } from './server'

test.use({ locale: 'de-DE', timezoneId: 'Europe/Berlin' })
test.setTimeout(240_000)

test('the door speaks the language of the browser, or the one chosen there', async ({ page, server }) => {
  await page.goto(server.origin)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('button', { name: 'Hinein' })).toBeVisible()
  await look(page, 'de-welcome')
  await page.getByText('English').click()
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  await page.getByText('Deutsch').click()
  await expect(page.getByRole('button', { name: 'Hinein' })).toBeVisible()
  await page.getByRole('link', { name: 'Passwort vergessen' }).click()
  await page.getByLabel('E-Mail').fill('niemand@example.org')
  await page.getByRole('button', { name: 'Link schicken' }).click()
  await expect(page.getByRole('heading', { name: 'Der Link steht im Terminal' })).toBeVisible()
  await look(page, 'de-forgot-sent')
})

test('from the door through the settings to the to-dos', async ({ page, server, browser }) => {
  const email = `anke${process.pid}@example.org`
  await page.goto(`${server.origin}/sign-up`)
  await page.getByLabel(/^Name/).fill('Anke Brandt')
  await page.getByLabel('E-Mail').fill('anke@example')
  await page.getByLabel('Passwort', { exact: true }).fill('kurz')
  await page.getByRole('button', { name: 'Mein Konto anlegen' }).click()
  await expect(page.getByText('Mindestens 8 Zeichen, das hier hat 4')).toBeVisible()
  await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Mein Konto anlegen' }).click()
  // A sentence of the server, in the language of the page.
  await expect(page.getByText('Dieser Adresse fehlt die Endung, etwa .org.')).toBeVisible()
  await look(page, 'de-sign-up-wrong')
  await page.getByLabel('E-Mail').fill(email)
  await page.getByRole('button', { name: 'Mein Konto anlegen' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Anke')
  await expect(page.getByRole('heading', { name: 'Bestätige deine Adresse' })).toBeVisible()
  await look(page, 'de-tonight')
  await page.getByRole('link', { name: /^Mitteilungen, 1 neue/ }).first().click()
  await expect(page.getByRole('heading', { name: 'Willkommen im Haus' })).toBeVisible()
  await look(page, 'de-notes')

  await page.goto(`${server.origin}/todos`)
  const field = page.getByRole('textbox', { name: 'Neue Aufgabe' })
  await field.fill('Kabel holen übermorgen 18 Uhr #verein !2 jeden Fr')
  await expect(page.getByText('jeden Freitag').first()).toBeVisible()
  await look(page, 'de-todos-quick')
  await field.press('Enter')
  await expect(row(page, 'Kabel holen')).toContainText('18:00')
  await page.getByRole('link', { name: 'Kabel holen' }).click()
  await expect(page.getByRole('dialog', { name: 'Aufgabe' })).toBeVisible()
  await look(page, 'de-todo')

  await page.goto(`${server.origin}/settings`)
  await expect(page.getByLabel('Sprache')).toHaveValue('de')
  await look(page, 'de-settings')
  // The account says it, so another browser hears it, whatever that one would speak by itself.
  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await other.goto(`${server.origin}/sign-in`)
  await other.getByLabel('E-mail or user name').fill(email)
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await other.getByRole('button', { name: 'Go in' }).click()
  await expect(other.getByRole('heading', { name: 'Bestätige deine Adresse' })).toBeVisible()
  await other.context().close()
  await page.getByLabel('Sprache').selectOption('en')
  await page.getByRole('button', { name: 'Speichern' }).first().click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('the catalogue and the administration', async ({ page }) => {
  const house = await Server.start()
  try {
    await house.importGames()
    await page.goto(await house.setupLink())
    await page.getByLabel(/^Name/).fill('Ira Rao')
    await page.getByLabel('E-Mail').fill('ira@example.org')
    await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Konto anlegen' }).click()
    await expect(page.getByText('Du leitest jetzt dieses Haus.').first()).toBeVisible()
    await page.goto(house.origin)
    await expect(page.getByRole('heading', { name: 'Finde ein Spiel' })).toBeVisible()
    await look(page, 'de-tonight-stocked')
    await page.goto(`${house.origin}/games?q=castelvania`)
    await expect(page.locator('a[data-row]').first()).toBeVisible()
    await look(page, 'de-games')
    await page.locator('a[data-row]').first().click()
    await expect(page.getByRole('heading', { name: 'Veröffentlichungen', exact: true })).toBeVisible()
    await look(page, 'de-game')
    for (const [path, heading] of [['users', 'Konten'], ['audit', 'Protokoll'], ['jobs', 'Jobs'], ['imports', 'Importe'], ['doubts', 'Zweifelhafte Paare']] as const) {
      await page.goto(`${house.origin}/admin/${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
      await look(page, `de-admin-${path}`)
    }
  } finally {
    await house.stop()
  }
})
