import { describe, expect, it } from 'vitest'
import de from '../../../i18n/de.json'
import en from '../../../i18n/en.json'
import { type Context, parseQuick } from './parse'

// A Friday, ten to six.
const wall = { date: '2026-11-27', time: '17:50' }
const lists = [{ id: 'v', name: 'Venue' }, { id: 'w', name: 'Waiting for' }, { id: 'wk', name: 'Work' }]
const read = (text: string, more: Partial<Context> = {}) => parseQuick(text, { wall, lists, ...more })
const due = (text: string) => {
  const found = read(text).due
  return found && [found.date, found.time].filter(Boolean).join(' ')
}

describe('the quick line', () => {
  it('understands the line of the design', () => {
    const quick = read('Swap cartridges with Mira tomorrow 18:00 #venue !2 every fri')
    expect(quick).toMatchObject({
      title: 'Swap cartridges with Mira', due: { date: '2026-11-28', time: '18:00' }, labels: ['venue'], priority: 2, repeat: { every: 'week', interval: 1, days: ['fri'] }, list: null,
    })
    expect(quick.parts.map(({ text }) => text)).toEqual(['tomorrow 18:00', '#venue', '!2', 'every fri'])
  })

  it.each([
    ['today', '2026-11-27'], ['tonight', '2026-11-27'], ['tomorrow', '2026-11-28'], ['day after tomorrow', '2026-11-29'], ['monday', '2026-11-30'], ['on Sat', '2026-11-28'],
    ['fri', '2026-11-27'], ['next fri', '2026-12-04'], ['next week', '2026-11-30'], ['next month', '2026-12-27'], ['in 3 days', '2026-11-30'], ['in a week', '2026-12-04'],
    ['in 2 months', '2027-01-27'], ['2026-12-01', '2026-12-01'], ['27 nov', '2026-11-27'], ['26 nov', '2027-11-26'], ['Nov 28', '2026-11-28'], ['3rd of december', '2026-12-03'],
    ['1 january 2028', '2028-01-01'], ['29 feb', '2028-02-29'], ['18:00', '2026-11-27 18:00'], ['at 6pm', '2026-11-27 18:00'], ['5 pm', '2026-11-28 17:00'], ['12am', '2026-11-28 00:00'],
    ['6:30 pm', '2026-11-27 18:30'], ['fri 17:00', '2026-12-04 17:00'], ['today 9:00', '2026-11-27 09:00'], ['tomorrow at 7am', '2026-11-28 07:00'], ['18:00 tomorrow', '2026-11-28 18:00'],
  ])('%s is %s', (text, when) => {
    expect(due(`Charge it ${text}`)).toBe(when)
    expect(read(`Charge it ${text}`).title).toBe('Charge it')
  })

  it.each([
    ['heute', '2026-11-27'], ['morgen um 18 Uhr', '2026-11-28 18:00'], ['übermorgen', '2026-11-29'], ['am Montag', '2026-11-30'], ['am Do', '2026-12-03'], ['in 3 Tagen', '2026-11-30'],
    ['in einer Woche', '2026-12-04'], ['27. Dezember', '2026-12-27'], ['am 1.12.', '2026-12-01'], ['24.12.2027', '2027-12-24'], ['nächsten Freitag', '2026-12-04'], ['nächste Woche 18.30 Uhr', '2026-11-30 18:30'],
  ])('in German, %s is %s', (text, when) => {
    expect(due(`Kabel holen ${text}`)).toBe(when)
    expect(read(`Kabel holen ${text}`).title).toBe('Kabel holen')
  })

  it.each([
    ['every day', 'day', 1, [], '2026-11-27'], ['daily', 'day', 1, [], '2026-11-27'], ['every week', 'week', 1, [], '2026-11-27'], ['every 2 weeks', 'week', 2, [], '2026-11-27'], ['every other month', 'month', 2, [], '2026-11-27'],
    ['every month', 'month', 1, [], '2026-11-27'], ['every fri', 'week', 1, ['fri'], '2026-11-27'], ['every mon and thu', 'week', 1, ['mon', 'thu'], '2026-11-30'], ['every tue, sat', 'week', 1, ['tue', 'sat'], '2026-11-28'],
    ['every weekday', 'week', 1, ['mon', 'tue', 'wed', 'thu', 'fri'], '2026-11-27'], ['yearly', 'year', 1, [], '2026-11-27'], ['jeden Tag', 'day', 1, [], '2026-11-27'], ['jede Woche', 'week', 1, [], '2026-11-27'],
    ['jeden Freitag', 'week', 1, ['fri'], '2026-11-27'], ['alle 2 Wochen', 'week', 2, [], '2026-11-27'], ['jeden Mo', 'week', 1, ['mon'], '2026-11-30'],
  ])('%s repeats', (text, every, interval, days, first) => {
    const quick = read(`Water the plants ${text}`)
    expect(quick.repeat).toEqual({ every, interval, days })
    expect(quick.due?.date).toBe(first)
    expect(quick.title).toBe('Water the plants')
  })

  it('begins a repeat on the next day when the hour is over', () => {
    expect(due('Feed the cat every day 8:00')).toBe('2026-11-28 08:00')
    expect(due('Close up every fri 17:00')).toBe('2026-12-04 17:00')
  })

  it('takes the last of what can stand once, and all labels', () => {
    expect(read('Read the Sunday paper tomorrow')).toMatchObject({ title: 'Read the Sunday paper', due: { date: '2026-11-28' } })
    expect(read('Call !1 back #home !3 #Urgent').priority).toBe(3)
    expect(read('Call back #home #Urgent #home').labels).toEqual(['home', 'urgent'])
  })

  it('finds a list by its name or its beginning, if that is one only', () => {
    expect(read('Ask Jonas @waiting for')).toMatchObject({ title: 'Ask Jonas', list: 'w' })
    expect(read('Ask Jonas @ven today')).toMatchObject({ title: 'Ask Jonas', list: 'v' })
    expect(read('Ask Jonas @w')).toMatchObject({ title: 'Ask Jonas @w', list: null })
    expect(read('Write to ira@venue').list).toBe(null)
  })

  it.each([en, de])('understands what its help and its hint promise, in every language', ({ todos }) => {
    const named = [{ id: 'l', name: 'List' }, { id: 'm', name: 'Liste' }]
    const examples = todos.keys.examples.split(' | ').flatMap((each) => (each.startsWith('!') ? each.split(' ') : each))
    for (const word of examples) expect(read(`Call back ${word}`, { lists: named }), word).toMatchObject({ title: 'Call back' })
    const [, proposed] = /["„](.*)["“]/.exec(todos.propose.text)!
    expect(read(proposed!).title).toMatch(/^(Bring the controllers|Controller mitbringen)$/)
    const [, hint] = /<1>(.*)<\/1>/.exec(todos.quick.hint)!
    expect(read(`Call back ${hint}`)).toMatchObject({ title: 'Call back', due: { time: '18:00' }, priority: 2, repeat: { every: 'week', days: ['fri'] } })
  })

  it('leaves alone what only looks alike', () => {
    for (const text of ['Play Friday13 again', 'Say so to Do', 'Room 404', 'Fix C#', 'Pay 18:75', 'Read 1984!4', 'Buy 6 pm2 cables', 'Order 31 feb', 'Play 25:00']) expect(read(text)).toMatchObject({ title: text, parts: [] })
  })

  it('makes a word of what was dropped', () => {
    const line = 'Watch tomorrow 18:00 #venue'
    const [when] = read(line).parts
    expect(read(line, { dropped: when!.pieces })).toMatchObject({ title: 'Watch tomorrow 18:00', due: null, labels: ['venue'] })
    expect(read('Watch Sunday tomorrow', { dropped: ['Tomorrow'] })).toMatchObject({ title: 'Watch tomorrow', due: { date: '2026-11-29' } })
  })

  it('keeps the title tidy', () => {
    expect(read('  Call  Mira , tomorrow, about it').title).toBe('Call Mira, about it')
    expect(read('tomorrow 18:00').title).toBe('')
    expect(read('').parts).toEqual([])
  })

  it('tells where each part stands', () => {
    const line = 'Go tomorrow !1'
    for (const { from, to, text } of read(line).parts) expect(line.slice(from, to)).toBe(text)
  })
})
