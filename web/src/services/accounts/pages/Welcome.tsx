import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { installationQuery, setupQuery } from '../../../api/accounts'
import { gameFactsQuery } from '../../../api/games'
import type { GameFacts } from '../../../api/types'
import { LanguageChoice } from '../../../frame/LanguageChoice'
import { DemoNote } from '../../../frame/DemoNote'
import { Outage } from '../../../frame/Outage'
import { type Format, useFormat } from '../../../i18n/format'
import { useTitle } from '../../../ui/page'
import { type Lamps, Sign } from '../../../ui/Sign'
import { SignInForm } from '../SignInForm'

const marks = { em: <em /> }

/** The lit sign over the door, whose lines are true facts of this installation, and the way in. */
export default function Welcome() {
  const { t } = useTranslation()
  const format = useFormat()
  useTitle(t('welcome.title'))
  const house = useQuery(installationQuery)
  const facts = useQuery(gameFactsQuery)
  const setup = useQuery(setupQuery)
  const dark = house.isError && facts.isError
  const settled = !house.isPending && !facts.isPending && !setup.isPending
  const lamps: Lamps = dark ? 'unlit' : settled ? 'lit' : 'lighting'
  const lines: [ReactNode, ReactNode] = dark
    ? [<Trans key="a" i18nKey="sign.dark" components={marks} />, t('sign.soon')]
    : settled
      ? [games(facts.data, t, format), third(facts.data, setup.data?.open ?? false, house.data?.version, format)]
      : ['', '']
  return (
    <div className={`outside ${dark ? 'unlit' : ''}`} data-theme="dark">
      <div>
        <DemoNote />
        <Outage />
      </div>
      <main id="page" tabIndex={-1}>
        <Sign lamps={lamps} name={t('app.name')} lines={lines} />
        <div className="doorway">
          <div className="grid gap-5">
            <SignInForm>
              {(facts.data?.works ?? 0) > 0 && (
                <Link to="/games" className="link">
                  {t('welcome.look')}
                </Link>
              )}
            </SignInForm>
            <LanguageChoice />
          </div>
        </div>
      </main>
    </div>
  )
}

function games(facts: GameFacts | undefined, t: TFunction, format: Format): ReactNode {
  if (!facts) return ''
  if (facts.works === 0) return <Trans i18nKey="sign.games" count={0} components={marks} />
  return t('sign.games', { count: facts.works, n: format.board(facts.works) })
}

/** The third line: the free place of the first administrator, else the platforms, else the version. */
function third(facts: GameFacts | undefined, open: boolean, version: string | undefined, format: Format): ReactNode {
  if (open) return <Trans i18nKey="sign.first" components={marks} />
  if (facts && facts.platforms > 0) return <Trans i18nKey="sign.platforms" count={facts.platforms} values={{ n: format.board(facts.platforms) }} components={marks} />
  return version ? <Trans i18nKey="sign.version" values={{ version }} components={marks} /> : ''
}
