import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Problem, UNREACHABLE } from '../api/client'
import { calledLanguage, i18n, learnInside, speak, understood } from './index'
import { atFields, inWords } from './problems'

const t = i18n.t

describe('problems in words', () => {
  it('translates by type', () => {
    const words = inWords(new Problem({ type: '/problems/accounts/email-taken', title: 'server title', status: 409 }), t)
    expect(words.title).toBe('There is already an account with this address')
  })
  it('tells an unknown one as the server told it', () => {
    const problem = new Problem({ type: '/problems/cinema/seat-taken', title: 'Seats are taken', status: 409, detail: 'F7 was just taken.' })
    expect(inWords(problem, t)).toEqual({ title: 'Seats are taken', detail: 'F7 was just taken.' })
  })
  it('says how long to wait', () => {
    const words = inWords(new Problem({ type: '/problems/request/too-many', title: 'Too many', status: 429 }, 20), t)
    expect(words.detail).toContain('20 seconds')
  })
  it('has words for a server that does not answer and for a fault of the page', () => {
    expect(inWords(new Problem({ type: UNREACHABLE, title: '', status: 0 }), t).title).toBe('The server does not answer')
    expect(inWords(new Error('x'), t).title).toBe('This page stumbled')
  })
  it('puts messages at their fields', () => {
    const problem = new Problem({ type: '/problems/request/invalid', title: '', status: 422, fields: [{ field: 'email', message: 'This address has no ending, such as .org' }] })
    expect(atFields(problem, t)).toEqual({ email: 'This address has no ending, such as .org' })
    expect(atFields(new Error('x'), t)).toEqual({})
  })
  it('translates what a type says about its field', () => {
    const problem = new Problem({ type: '/problems/accounts/email-taken', title: '', status: 409, fields: [{ field: 'email', message: 'server words' }] })
    expect(atFields(problem, t)).toEqual({ email: 'There is already an account with this address' })
  })
})

describe('German', () => {
  const page = { documentElement: { lang: 'en' } }
  beforeAll(() => {
    vi.stubGlobal('document', page)
    return speak(['de-AT', 'en'])
  })
  afterAll(() => speak(['en']))

  it('is what the page says it is', async () => {
    expect(page.documentElement.lang).toBe('de')
    await learnInside()
    expect(t('todos.title')).toBe('Aufgaben')
    expect(t('bell.some', { count: 1 })).toBe('Mitteilungen, 1 neue')
    expect(understood(['fr', 'de-CH', 'en'])).toBe('de')
    expect(understood(['browser', 'fr'])).toBe('en')
    expect(calledLanguage('de')).toBe('Deutsch')
  })
  it('words problems by type, and those of other services by their sentence', () => {
    expect(inWords(new Problem({ type: '/problems/accounts/email-taken', title: 'server title', status: 409 }), t).title).toBe('Mit dieser Adresse gibt es schon ein Konto')
    const kept = new Problem({ type: '/problems/games/one-work', title: 'These are one and the same game', status: 409, detail: 'They were merged. What was merged cannot be parted.' })
    expect(inWords(kept, t)).toEqual({ title: 'Das ist ein und dasselbe Spiel', detail: 'Sie wurden vereint. Was vereint wurde, lässt sich nicht mehr trennen.' })
    const unknown = new Problem({ type: '/problems/cinema/seat-taken', title: 'Seats are taken', status: 409, detail: 'F7 was just taken.' })
    expect(inWords(unknown, t)).toEqual({ title: 'Seats are taken', detail: 'F7 was just taken.' })
  })
  it('takes the figures of a sentence along', () => {
    const fields = [{ field: 'username', message: 'A user name has 3 to 50 characters.' }, { field: 'note', message: 'A note has at most 10,000 characters.' }, { field: 'x', message: 'Unheard of.' }]
    const problem = new Problem({ type: '/problems/request/invalid', title: '', status: 422, fields })
    expect(atFields(problem, t)).toEqual({ username: 'Ein Benutzername hat 3 bis 50 Zeichen.', note: 'Eine Notiz hat höchstens 10.000 Zeichen.', x: 'Unheard of.' })
  })
})
