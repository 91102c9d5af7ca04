/** The field on top: games, to-dos, pages and commands, all of it by the keyboard. */
import { add, expect, look, signUp, test } from './fixtures'

test.setTimeout(180_000)

const field = 'Search games, to-dos and pages'

test('finds games and to-dos, goes to pages and does things, without a pointer', async ({ page, stocked }) => {
  await signUp(page, stocked, 'Ira Rao')
  await page.goto(`${stocked.origin}/todos`)
  await add(page, 'Lend Chrono Trigger to Mira tomorrow', 'Lend Chrono Trigger to Mira')
  const input = page.getByRole('combobox', { name: field })
  const option = (name: string) => page.getByRole('option', { name, exact: true })
  const marked = page.getByRole('listbox').locator('[aria-selected=true]')

  // A game and a to-do by the same words, each under its heading.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('chrono')
  await expect(page.getByRole('group', { name: 'Games', exact: true }).getByRole('option', { name: /Chrono Trigger/ }).first()).toBeVisible()
  await expect(page.getByRole('group', { name: 'To-dos' }).getByRole('option', { name: /Lend Chrono Trigger/ })).toBeVisible()
  await expect(marked).toHaveText('Search games: chrono')
  await expect(input).toHaveAttribute('aria-activedescendant', /search$/)
  // Up from the first is the last: the to-do.
  await page.keyboard.press('ArrowUp')
  await expect(marked).toContainText('Lend Chrono Trigger')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Title')).toHaveValue('Lend Chrono Trigger to Mira')
  await page.keyboard.press('Escape')

  // A page.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('pass')
  await option('Password').click()
  await expect(page).toHaveURL(/\/settings#password$/)

  // A command, at once and remembered.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('dark')
  await expect(option('Dark theme')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(marked).toHaveText('Dark theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('compact')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await expect(input).toBeVisible()

  // Lately comes first while nothing is typed; what is chosen already is not offered.
  await page.keyboard.press('Control+k')
  const lately = page.getByRole('group', { name: 'Recent' }).getByRole('option')
  await expect(lately).toHaveText(['Password', /Lend Chrono Trigger to Mira/])
  await look(page, 'find-recent')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/settings#password$/)

  // Escape leaves everything as it is.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('chrono')
  await expect(page.getByRole('listbox')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox')).toBeHidden()
  await expect(page).toHaveURL(/\/settings#password$/)

  // The way out, after which nothing of it is left for the next.
  await input.fill('sign out')
  await expect(option('Sign out')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(marked).toHaveText('Sign out')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Go in' })).toBeVisible()
  expect(await page.evaluate(() => localStorage.getItem('marquee.recent'))).toBeNull()
})

test('a new to-do is one step away, and a guest is offered what a guest may do', async ({ page, stocked }) => {
  await page.goto(`${stocked.origin}/games`)
  await expect(page.locator('a[data-row]').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByRole('option', { name: /Sign out|To-do|Notes|Settings|Add a game/ })).toHaveCount(0)
  await page.keyboard.press('Escape')

  await signUp(page, stocked, 'Lea Brandt')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: 'Add a game' })).toHaveCount(0)
  await page.getByRole('option', { name: 'New to-do' }).click()
  await expect(page).toHaveURL(/\/todos$/)
  await expect(page.getByRole('textbox', { name: 'New to-do' })).toBeFocused()
})

test('the field to look at', async ({ page, stocked }) => {
  await signUp(page, stocked, 'Mira Okafor')
  await page.goto(`${stocked.origin}/todos`)
  await add(page, 'Bring the box of Mario Kart tomorrow', 'Bring the box of Mario Kart')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('mario')
  await expect(page.getByRole('group', { name: 'To-dos' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await look(page, 'find-games')
})
