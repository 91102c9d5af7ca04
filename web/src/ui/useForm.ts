import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CHANGED_MEANWHILE, isProblem } from '../api/client'
import { atFields } from '../i18n/problems'

/** What is wrong with which field, in words. */
export type Wrongs = Record<string, string>

/** A field as it was touched: what was typed, and what stood there then. */
interface Touched {
  now: unknown
  was: unknown
}

interface Parts<V, A> {
  /** What the fields hold at first. When it changes later, fields that nobody has touched follow it. */
  start: V
  /** What can be told without the server. */
  check?: (values: V) => Wrongs
  /** `changes` are only those fields that differ from `start`. */
  send: (values: V, changes: Partial<V>) => Promise<A>
  done?: (answer: A, values: V) => unknown
  /** Fetches anew what `start` is made of; asked when the server says that it was changed elsewhere. */
  refresh?: () => unknown
  /** Forgets what was typed once it is saved, for a form that stays on the page. */
  clear?: boolean
}

/**
 * One form: what was typed, what is wrong with it, and sending it once. What was typed stays through every refusal,
 * a change elsewhere included; the words at a field go away when the field is changed.
 */
export function useForm<V extends object, A>({ start, check, send, done, refresh, clear }: Parts<V, A>) {
  const { t } = useTranslation()
  const ref = useRef<HTMLFormElement>(null)
  const [touched, setTouched] = useState<Partial<Record<keyof V, Touched>>>({})
  const [wrong, setWrong] = useState<Wrongs>({})
  const [refusals, setRefusals] = useState(0)
  // After a refusal, once its words are on the page, the cursor goes into the first field that is wrong.
  useEffect(() => {
    if (refusals > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])
  const refuse = (found: Wrongs) => {
    setWrong(found)
    setRefusals((before) => before + 1)
  }
  const { values, changes, clashes } = merge(start, touched)
  const sending = useMutation({
    mutationFn: () => send(values, changes),
    onSuccess: async (answer) => {
      await done?.(answer, values)
      if (clear) setTouched({})
    },
    onError: (error) => {
      refuse(atFields(error, t))
      if (isProblem(error, CHANGED_MEANWHILE)) refresh?.()
    },
  })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (sending.isPending) return
    const found = check?.(values) ?? {}
    if (Object.keys(found).length > 0) return refuse(found)
    setWrong({})
    sending.mutate()
  }

  const change = <K extends keyof V & string>(name: K, now: V[K]) => {
    setTouched((before) => ({ ...before, [name]: { now, was: before[name]?.was ?? start[name] } }))
    setWrong(({ [name]: _corrected, ...rest }) => rest)
  }

  /** The props of one field. */
  const field = (name: keyof V & string) => ({
    name,
    value: String(values[name]),
    wrong: wrong[name],
    onChange: (event: { target: { value: string } }) => change(name, event.target.value as V[typeof name]),
  })

  const told = placed(sending.error, start, atFields(sending.error, t)) || (clashes.length > 0 && isProblem(sending.error, CHANGED_MEANWHILE))
  return {
    form: { ref, onSubmit: submit, noValidate: true },
    field,
    change,
    values,
    busy: sending.isPending,
    /** What neither a field of this form tells nor its clashes do. */
    error: told ? null : sending.error,
    dirty: Object.keys(changes).length > 0,
    /** Fields that were typed into here and changed elsewhere. */
    clashes,
    /** Gives up what was typed. */
    revert: () => {
      setTouched({})
      setWrong({})
      sending.reset()
    },
  }
}

/** A form, for a part of one that is a component of its own. */
export type Form<V extends object> = ReturnType<typeof useForm<V, unknown>>

/** What the fields show, what of it is to be saved, and where somebody else was faster. */
export function merge<V extends object>(start: V, touched: Partial<Record<keyof V, Touched>>) {
  const values = { ...start }
  const changes: Partial<V> = {}
  const clashes: (keyof V & string)[] = []
  for (const name of Object.keys(touched) as (keyof V & string)[]) {
    const { now, was } = touched[name]!
    values[name] = now as V[typeof name]
    if (now === start[name]) continue
    changes[name] = now as V[typeof name]
    if (was !== start[name]) clashes.push(name)
  }
  return { values, changes, clashes }
}

/** Whether each word of a problem stands at a field of the form already. */
function placed(error: unknown, start: object, words: Wrongs): boolean {
  const fields = Object.keys(words)
  return error !== null && fields.length > 0 && fields.every((field) => field in start)
}
