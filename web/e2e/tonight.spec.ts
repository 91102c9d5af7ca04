/** Tonight: one timeline of what is mine and next, and what one could do besides. */
import { add, expect, look, row, signUp, test } from './fixtures'

test.setTimeout(180_000)

test('what is late, today and next stands in one line of time, and can be finished there', async ({ page, server }) => {
  await signUp(page, server, 'Kwame Mensah')
  const timeline = page.getByRole('region', { name: 'What is next' })
  await expect(timeline.getByRole('heading', { name: 'Welcome to the house' })).toBeVisible()
  await timeline.getByRole('button', { name: 'Mark as read' }).click()
  await expect(timeline).toHaveCount(0)
  await expect(page.getByText('Nothing is on for today, so here is where to begin.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Things to do' }).getByRole('article')).toHaveCount(3)

  await page.goto(`${server.origin}/todos`)
  for (const line of ['Return the projector tomorrow', 'Charge the controllers today 23:59 #venue', 'Renew the licence 2024-03-01', 'Sweep the foyer today', 'Order salt in 20 days']) await add(page, line, line.replace(/ (today|tomorrow|in|\d{4}).*$/, ''))
  await page.goto(server.origin)
  const titles = timeline.getByRole('listitem').getByRole('link')
  await expect(titles).toHaveText(['Renew the licence', 'Charge the controllers', 'Sweep the foyer', 'Return the projector'])
  await expect(page.getByText('Next at 23:59: Charge the controllers.')).toBeVisible()
  await expect(timeline.getByText('overdue')).toBeVisible()

  // By the keyboard: the box of the first, then taken back from the toast.
  const box = timeline.getByRole('checkbox', { name: 'Done: Charge the controllers' })
  await box.focus()
  await page.keyboard.press('Space')
  await expect(box).toBeChecked()
  await expect(page.getByText('Next at 23:59')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(box).not.toBeChecked()
  await timeline.getByRole('checkbox', { name: 'Done: Sweep the foyer' }).check()
  await expect(page.getByText('Done: Sweep the foyer')).toBeVisible()
  await page.reload()
  await expect(titles).toHaveText(['Renew the licence', 'Charge the controllers', 'Return the projector'])

  // Another window writes one: the timeline hears of it.
  await titles.filter({ hasText: 'Return the projector' }).click()
  await expect(page.getByLabel('Title')).toHaveValue('Return the projector')
})

test('a service that stumbles says so on the timeline and takes nothing from the others', async ({ page, server }) => {
  await signUp(page, server, 'Ana Lima')
  await page.route('**/api/v1/todos/items*', (route) => route.fulfill({ status: 500, json: { type: '/problems/request/internal', title: 'Something broke', status: 500 } }))
  await page.reload()
  const timeline = page.getByRole('region', { name: 'What is next' })
  await expect(timeline.getByText('Something broke on the server')).toBeVisible()
  await expect(timeline.getByRole('heading', { name: 'Welcome to the house' })).toBeVisible()
})

test('nothing on it moves while it comes', async ({ page, server }) => {
  await signUp(page, server, 'Mira Okafor')
  await page.goto(`${server.origin}/todos`)
  for (const line of ['Charge the controllers today', 'Return the projector tomorrow']) await add(page, line, line.replace(/ (today|tomorrow)$/, ''))
  await page.addInitScript(() => {
    const shifts = ((window as unknown as { shifts: number[] }).shifts = [] as number[])
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => (entry as unknown as { value: number }).value))).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(server.origin)
  await expect(page.getByRole('link', { name: 'Return the projector' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  const sum = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((a, b) => a + b, 0))
  expect(sum).toBeLessThan(0.02)
})

test('Tonight to look at', async ({ page, stocked }) => {
  await signUp(page, stocked, 'Ira Rao')
  await page.goto(`${stocked.origin}/todos`)
  const lines = ['Charge the controllers today 23:58 #venue !3', 'Bring the box of Chrono Trigger today', 'Swap cartridges with Mira tomorrow 18:00 #venue every fri', 'Patch the seat map of Screen 2 in 3 days #venue', 'Renew the licence 2024-03-01 #house']
  for (const line of lines) await add(page, line, line.replace(/ (today|tomorrow|in \d|\d{4}-|#|!).*$/, ''))
  await row(page, 'Bring the box of Chrono Trigger').isVisible()
  await page.goto(stocked.origin)
  await page.getByRole('checkbox', { name: 'Done: Bring the box of Chrono Trigger' }).check()
  await expect(page.getByRole('heading', { name: '30 years ago' })).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).or(page.getByRole('button', { name: 'Undo' })).first().isVisible()
  await look(page, 'tonight-evening')
  await page.evaluate(() => localStorage.setItem('marquee.density', 'compact'))
  await page.reload()
  await expect(page.getByRole('heading', { name: '30 years ago' })).toBeVisible()
  await look(page, 'tonight-compact')
  await page.evaluate(() => localStorage.removeItem('marquee.density'))
})
