import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importsKey, sendImport } from '../../../api/keeping'
import { say } from '../../../frame/toasts'
import { Bulbs } from '../../../ui/Bulbs'
import { Button } from '../../../ui/Button'
import { Icon } from '../../../ui/Icon'
import { Told, Trouble } from '../../../ui/Told'
import { sizeOf } from './size'

/** What the server takes at most. */
const MOST = 256 * 1024 * 1024

/** Where a list is chosen or dropped, and how far it is on its way to the server. */
export function Send() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState(0)
  const stop = useRef<AbortController>(null)
  const sending = useMutation({
    mutationFn: (chosen: File) => {
      stop.current = new AbortController()
      return sendImport(chosen, setSent, stop.current.signal)
    },
    onSuccess: (made) => {
      say(t(made.state === 'done' ? 'imports.readBefore' : 'imports.arrived', { name: made.name }))
      return client.invalidateQueries({ queryKey: importsKey })
    },
  })
  const take = (chosen: File | undefined) => {
    if (!chosen || sending.isPending) return
    setFile(chosen)
    setSent(0)
    sending.reset()
    if (chosen.size <= MOST && chosen.size > 0) sending.mutate(chosen)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  const part = file?.size ? sent / file.size : 0
  const givenUp = sending.error instanceof DOMException
  return (
    <div className="grid gap-3">
      {/* A file can also be chosen with the button in it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={`drop ${over ? 'over' : ''}`}
        role="group"
        aria-label={t('imports.send')}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {sending.isPending && file ? (
          <div className="grid w-full max-w-[460px] gap-2.5" role="status">
            <div className="flex justify-between gap-4">
              <span className="label truncate">{t('imports.sending', { name: file.name })}</span>
              <span className="small num whitespace-nowrap">{t('imports.of', { done: sizeOf(sent), all: sizeOf(file.size) })}</span>
            </div>
            <Bulbs lit={Math.round(part * 9)} size={11} label={t('imports.percent', { percent: Math.round(part * 100) })} />
            <Button small look="quiet" className="justify-self-center" onClick={() => stop.current?.abort()}>
              {t('imports.stop')}
            </Button>
          </div>
        ) : (
          <>
            <Icon name="file" size={28} />
            <p className="d3">{t('imports.drop')}</p>
            <p className="small max-w-[52ch]">{t('imports.dropText')}</p>
            <Button small look="primary" onClick={() => field.current?.click()}>
              {t('imports.choose')}
            </Button>
          </>
        )}
        <input ref={field} type="file" className="sr-only" tabIndex={-1} aria-label={t('imports.choose')} accept=".csv,.jsonl,.json,.txt" onChange={(event) => {
          take(event.target.files?.[0])
          // The same file may be chosen again.
          event.target.value = ''
        }} />
      </div>
      {file && file.size > MOST && <Told kind="bad" alert>{t('imports.tooBig', { name: file.name, size: sizeOf(file.size), most: sizeOf(MOST) })}</Told>}
      {file?.size === 0 && <Told kind="bad" alert>{t('imports.nothing', { name: file.name })}</Told>}
      {givenUp ? (
        <Told>{t('imports.stopped')}</Told>
      ) : (
        <Trouble error={sending.error}>
          {file && (
            <button type="button" className="link strong" onClick={() => take(file)}>
              {t('actions.retry')}
            </button>
          )}
        </Trouble>
      )}
    </div>
  )
}
