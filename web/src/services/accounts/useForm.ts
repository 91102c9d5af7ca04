import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { atFields } from '../../i18n/problems'
import { focusFirstWrong, type Wrongs } from './form'

interface Parts<V, A> {
  start: V
  check: (values: V) => Wrongs
  send: (values: V) => Promise<A>
  done: (answer: A, values: V) => unknown
}

/**
 * One form: what was typed, what is wrong with it, and sending it once. What was typed stays through every
 * refusal; the words at a field go away when the field is changed.
 */
export function useForm<V extends object, A>({ start, check, send, done }: Parts<V, A>) {
  const { t } = useTranslation()
  const ref = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState(start)
  const [wrong, setWrong] = useState<Wrongs>({})
  const sending = useMutation({
    mutationFn: send,
    onSuccess: done,
    onError: (error) => {
      setWrong(atFields(error, t))
      focusFirstWrong(ref)
    },
  })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (sending.isPending) return
    const found = check(values)
    setWrong(found)
    if (Object.keys(found).length > 0) focusFirstWrong(ref)
    else sending.mutate(values)
  }

  /** The props of one field. */
  const field = (name: keyof V & string) => ({
    name,
    value: String(values[name]),
    wrong: wrong[name],
    onChange: (event: { target: { value: string } }) => {
      setValues((before) => ({ ...before, [name]: event.target.value }))
      setWrong(({ [name]: _corrected, ...rest }) => rest)
    },
  })

  return { form: { ref, onSubmit: submit, noValidate: true }, field, values, busy: sending.isPending, error: sending.error }
}
