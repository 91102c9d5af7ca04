import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type RefObject, useEffect, useMemo, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { addItem } from '../../api/todos'
import type { TodoDraft } from '../../api/types'
import { say } from '../../frame/toasts'
import { Button } from '../../ui/Button'
import { DropChip } from '../../ui/Chip'
import { Trouble } from '../../ui/Told'
import { useIntent } from '../../ui/useIntent'
import { ownZone } from './civil'
import { keepDraft, keptDraft } from './draft'
import { type Part, parseQuick, type Quick } from './quick/parse'
import { useView } from './view'

interface Props {
  field: RefObject<HTMLInputElement | null>
  onAdded: (id: string) => void
}

/** One line, one to-do. What it understood shows while one types, and can be dropped before it counts. */
export function QuickAdd({ field, onAdded }: Props) {
  const { t } = useTranslation()
  const { search, list, lists, wall, announce, change } = useView()
  const { write: given } = search
  const [text, setText] = useState(() => given || keptDraft())
  const [taken, setTaken] = useState(given)
  if (given !== taken) {
    setTaken(given)
    if (given) setText(given)
  }
  // Once it is in the line, the address need not say it any more.
  useEffect(() => {
    if (given === undefined) return
    field.current?.focus()
    change({ write: undefined })
  }, [given, change, field])
  const [dropped, setDropped] = useState<string[]>([])
  const [empty, setEmpty] = useState(false)
  const intent = useIntent()
  const quick = useMemo(() => parseQuick(text, { wall, lists, dropped }), [text, wall, lists, dropped])
  useEffect(() => keepDraft(text), [text])

  const write = (next: string) => {
    setText(next)
    setEmpty(false)
    if (!next) setDropped([])
  }
  const adding = useMutation({
    mutationFn: (draft: TodoDraft) => addItem(draft, intent.keyOf(draft)),
    onSuccess: (todo) => {
      intent.done()
      write('')
      onAdded(todo.id)
      announce(t('todos.said.added', { title: todo.title }))
      const into = lists.find(({ id }) => id === todo.list)
      if (into && list && todo.list !== list) say(t('todos.said.addedTo', { title: todo.title, list: into.name }))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (adding.isPending || !text.trim()) return
    if (quick.title) adding.mutate(draftOf(quick, list))
    else setEmpty(true)
    field.current?.focus()
  }

  return (
    <form className="mt-[18px]" onSubmit={submit}>
      <div className="quick">
        <div className="line">
          <Mirror text={text} parts={quick.parts} />
          <input
            ref={field}
            value={text}
            onChange={(event) => write(event.target.value)}
            onScroll={(event) => followScroll(event.currentTarget)}
            placeholder={t('todos.quick.placeholder')}
            aria-label={t('todos.quick.label')}
            aria-describedby="quick-understood"
            aria-keyshortcuts="n"
            maxLength={400}
            autoComplete="off"
            enterKeyHint="done"
          />
        </div>
        <Button type="submit" small look="primary" doing={adding.isPending && t('todos.quick.adding')}>
          {t('todos.quick.add')}
        </Button>
      </div>
      <div className="understood-row">
        <Understood quick={quick} onDrop={(part) => setDropped((before) => [...before, ...part.pieces])} />
        {empty && <p className="small text-curtain" role="alert">{t('todos.quick.noTitle')}</p>}
        {!empty && quick.parts.length === 0 && (
          <p className="small max-md:hidden">
            <Trans i18nKey="todos.quick.hint" components={{ 1: <b className="strong text-ink-2" /> }} />
          </p>
        )}
      </div>
      <Trouble error={adding.error} />
    </form>
  )
}

function draftOf(quick: Quick, list: string | undefined): TodoDraft {
  const { title, due, repeat, priority, labels } = quick
  const into = quick.list ?? list
  return { title, ...(into ? { list: into } : {}), ...(due ? { due: { ...due, zone: ownZone() } } : {}), ...(priority ? { priority } : {}), ...(labels.length > 0 ? { labels } : {}), ...(repeat ? { repeat } : {}) }
}

/** The same letters behind the field, with what was understood in colour. */
function Mirror({ text, parts }: { text: string; parts: Part[] }) {
  return (
    <div className="mirror" aria-hidden="true">
      {parts.map(({ from, to }, i) => (
        <span key={from}>
          {text.slice(parts[i - 1]?.to ?? 0, from)}
          <span className="p">{text.slice(from, to)}</span>
        </span>
      ))}
      {text.slice(parts.at(-1)?.to ?? 0)}
    </div>
  )
}

function followScroll(input: HTMLInputElement) {
  const mirror = input.previousElementSibling
  if (mirror) mirror.scrollLeft = input.scrollLeft
}

function Understood({ quick, onDrop }: { quick: Quick; onDrop: (part: Part) => void }) {
  const { t } = useTranslation()
  const { wall, voice, lists } = useView()
  const due = quick.due && { due: { ...quick.due, zone: ownZone() }, due_at: null }
  const when = due ? voice.due(due, wall) : ''
  const said = (part: Part) => {
    if (part.kind === 'due') return when
    if (part.kind === 'repeat') {
      const words = voice.repeat(quick.repeat!)
      return quick.parts.some(({ kind }) => kind === 'due') ? words : t('todos.quick.from', { repeat: words, day: when })
    }
    if (part.kind === 'priority') return t(`todos.priority.${quick.priority}`)
    if (part.kind === 'list') return t('todos.quick.inList', { name: lists.find(({ id }) => id === quick.list)?.name })
    return part.text.toLowerCase()
  }
  // Day and time may stand apart in the line; they are one thing all the same.
  const chips = quick.parts.filter((part, i) => part.kind !== 'due' || quick.parts.findIndex(({ kind }) => kind === 'due') === i)
  const whole = (part: Part): Part => (part.kind === 'due' ? { ...part, pieces: quick.parts.filter(({ kind }) => kind === 'due').flatMap(({ pieces }) => pieces) } : part)
  return (
    <>
      {chips.map((part) => (
        <DropChip key={`${part.kind} ${part.from}`} label={t('todos.quick.drop', { what: said(part) })} onDrop={() => onDrop(whole(part))}>
          {said(part)}
        </DropChip>
      ))}
      <span id="quick-understood" className="sr-only" role="status">
        {chips.length > 0 ? t('todos.quick.understood', { what: chips.map(said).join(', ') }) : ''}
      </span>
    </>
  )
}
