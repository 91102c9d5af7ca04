import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'

/** A line for the terminal, with a button that copies it. */
export function Command({ line }: { line: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line)
      setCopied(true)
    } catch {
      // Without a secure context there is no clipboard; the line can still be selected.
      setCopied(false)
    }
  }
  return (
    <div className="command">
      {/* Long lines scroll, so the keyboard must reach them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <code tabIndex={0}>{line}</code>
      {window.isSecureContext && (
        <Button look="quiet" small onClick={copy}>
          <span aria-live="polite">{copied ? t('actions.copied') : t('actions.copy')}</span>
        </Button>
      )}
    </div>
  )
}
