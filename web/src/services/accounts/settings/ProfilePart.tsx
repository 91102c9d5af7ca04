import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { changeProfile, meQuery } from '../../../api/accounts'
import type { Me, Profile } from '../../../api/types'
import { wishes } from '../../../frame/language'
import { say } from '../../../frame/toasts'
import { Unsaved } from '../../../frame/Unsaved'
import { calledLanguage, LANGUAGES, speak } from '../../../i18n'
import { Changed } from '../../../ui/Changed'
import { Field } from '../../../ui/Field'
import { Save } from '../../../ui/Save'
import { type Option, Select } from '../../../ui/Select'
import { Trouble } from '../../../ui/Told'
import { useForm } from '../../../ui/useForm'
import { needName, needUsername } from '../form'
import { Part } from './Part'

const HERE = new Intl.DateTimeFormat().resolvedOptions().timeZone

/** What others call me, and how the house speaks to me. */
export function ProfilePart({ me }: { me: Me }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const languages = languageOptions(me.locale)
  const zones = useMemo(() => zoneOptions(me.zone), [me.zone])
  const form = useForm({
    start: profileOf(me),
    check: ({ name, username }) => ({ ...needName(name, me.name, t), ...needUsername(username, t) }),
    send: (_values, changes) => changeProfile(trimmed(changes), me.version),
    done: async (saved) => {
      client.setQueryData(meQuery.queryKey, saved)
      await speak(wishes(saved))
      say(t('settings.saved'))
    },
    refresh: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
    clear: true,
  })
  const labels: Record<keyof Profile, string> = {
    name: t('fields.name'),
    username: t('fields.username'),
    street_address: t('fields.street'),
    zone: t('fields.zone'),
    locale: t('fields.language'),
  }
  const elsewhere = HERE !== form.values.zone && zones.some(({ value }) => value === HERE)
  return (
    <Part id="profile" title={t('settings.profile.title')} text={t('settings.profile.text')}>
      <Unsaved when={form.dirty} />
      <form {...form.form}>
        <Changed clashes={form.clashes.map((name) => ({ label: labels[name], there: me[name] }))} onTake={form.revert} />
        <div className="abreast">
          <Field label={labels.name} autoComplete="name" maxLength={100} hint={t('fields.nameHint')} {...form.field('name')} />
          <Field label={labels.username} autoComplete="username" autoCapitalize="off" spellCheck={false} maxLength={50} required hint={t('settings.profile.usernameHint')} {...form.field('username')} />
        </div>
        <Field label={labels.street_address} optional autoComplete="street-address" maxLength={200} hint={t('settings.profile.streetHint')} {...form.field('street_address')} />
        <div className="abreast">
          <Select
            label={labels.zone}
            options={zones}
            hint={
              elsewhere && (
                <button type="button" className="link" onClick={() => form.change('zone', HERE)}>
                  {t('settings.profile.zoneHere', { zone: zoneName(HERE) })}
                </button>
              )
            }
            {...form.field('zone')}
          />
          <Select label={labels.locale} options={languages} {...form.field('locale')} />
        </div>
        <Trouble error={form.error} />
        <Save form={form} act={t('settings.save')} doing={t('settings.saving')} />
      </form>
    </Part>
  )
}

const profileOf = ({ name, username, street_address, zone, locale }: Me): Profile => ({ name, username, street_address, zone, locale })

const trimmed = (changes: Partial<Profile>) => Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value.trim()])) as Partial<Profile>

const zoneName = (zone: string) => zone.replaceAll('_', ' ')

/** All zones that the browser knows, and the chosen one wherever it comes from. */
function zoneOptions(chosen: string): Option[] {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), chosen])
  return [...zones].toSorted().map((value) => ({ value, name: zoneName(value) }))
}

/** The languages that there is a file for, each called as it calls itself. */
function languageOptions(chosen: string): Option[] {
  const tags = LANGUAGES.some((tag) => tag === chosen) ? LANGUAGES : [...LANGUAGES, chosen]
  return tags.map((value) => ({ value, name: calledLanguage(value) }))
}
