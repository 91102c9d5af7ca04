import { describe, expect, it } from 'vitest'
import { Problem, UNREACHABLE } from '../api/client'
import { i18n } from './index'
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
