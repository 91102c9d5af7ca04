import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { Told } from './Told'

interface Props {
  /** What was typed here and changed elsewhere: the label of the field and what stands there now. */
  clashes: { label: string; there: string }[]
  onTake: () => void
}

/** Two people, or two windows, changed the same thing: says what stands there now, and leaves the choice. */
export function Changed({ clashes, onTake }: Props) {
  const { t } = useTranslation()
  if (clashes.length === 0) return null
  return (
    <Told kind="warn" alert>
      <p>
        <b className="strong">{t('changed.title')}.</b> {t('changed.text')}
      </p>
      <ul className="my-2">
        {clashes.map(({ label, there }) => (
          <li key={label}>{there ? t('changed.there', { label, there }) : t('changed.thereNothing', { label })}</li>
        ))}
      </ul>
      <Button small onClick={onTake}>
        {t('changed.take')}
      </Button>
    </Told>
  )
}
