import { describe, expect, it } from 'vitest'
import { merge } from './useForm'

const start = { name: 'Ira', username: 'ira' }

describe('a form beside what the server holds', () => {
  it('saves only what differs', () => {
    expect(merge(start, { name: { now: 'Ira Rao', was: 'Ira' }, username: { now: 'ira', was: 'ira' } })).toEqual({
      values: { name: 'Ira Rao', username: 'ira' },
      changes: { name: 'Ira Rao' },
      clashes: [],
    })
  })
  it('follows the server where nobody has typed', () => {
    expect(merge({ ...start, username: 'ira.rao' }, { name: { now: 'I. Rao', was: 'Ira' } }).values).toEqual({ name: 'I. Rao', username: 'ira.rao' })
  })
  it('knows where somebody else was faster, and keeps what was typed', () => {
    const { values, clashes } = merge({ ...start, name: 'Iris' }, { name: { now: 'Ira Rao', was: 'Ira' } })
    expect(values.name).toBe('Ira Rao')
    expect(clashes).toEqual(['name'])
  })
  it('has no quarrel when both typed the same', () => {
    expect(merge({ ...start, name: 'Ira Rao' }, { name: { now: 'Ira Rao', was: 'Ira' } }).clashes).toEqual([])
  })
})
