import { expect, it } from 'vitest'
import type { Todo } from '../../api/types'
import { asChange, asFields, labelsOf } from './fields'

const todo: Todo = {
  id: 't', number: 1, list: 'l', title: 'Charge it', note: '', completed: false, completed_at: null, due: { date: '2026-11-27', time: null, zone: 'UTC' }, due_at: null, priority: 2, labels: ['venue'],
  repeat: { every: 'week', interval: 1, days: ['fri'] }, trashed_at: null, version: 3, created_at: '', updated_at: '', _templates: {},
}
const change = (changes: Partial<ReturnType<typeof asFields>>) => asChange({ ...asFields(todo), ...changes }, changes, todo)

it('sends only what was changed', () => {
  expect(change({})).toEqual({})
  expect(change({ title: ' Charge them ' })).toEqual({ title: 'Charge them' })
  expect(change({ time: '18:00' })).toEqual({ due: { date: '2026-11-27', time: '18:00', zone: 'UTC' } })
  expect(change({ days: 'mon,fri' })).toEqual({ repeat: { every: 'week', interval: 1, days: ['mon', 'fri'] } })
  expect(change({ every: 'month', interval: '2.4' })).toEqual({ repeat: { every: 'month', interval: 2, days: [] } })
})

it('takes the repeat away with the day', () => {
  expect(change({ date: '' })).toEqual({ due: null, repeat: null })
})

it('tidies labels', () => {
  expect(labelsOf('#Venue, at home ,, venue')).toEqual(['venue', 'at-home'])
})
