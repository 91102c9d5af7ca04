import { useTranslation } from 'react-i18next'
import { useMe } from '../api/accounts'
import { calledLanguage, LANGUAGES } from '../i18n'
import { choose } from './language'

/** On the door: the languages of the house, each called as it calls itself. Who is signed in chooses in the settings. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation()
  if (useMe()) return null
  return (
    <fieldset className="languages">
      <legend className="sr-only">{t('fields.language')}</legend>
      {LANGUAGES.map((tag) => (
        <label key={tag} lang={tag}>
          <input type="radio" name="language" className="sr-only" checked={tag === i18n.language} onChange={() => void choose(tag)} />
          {calledLanguage(tag)}
        </label>
      ))}
    </fieldset>
  )
}
