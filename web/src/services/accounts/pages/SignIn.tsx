import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Door } from '../../../frame/Door'
import { useTitle } from '../../../ui/page'
import { SignInForm } from '../SignInForm'

const route = getRouteApi('/sign-in')

export default function SignIn() {
  const { t } = useTranslation()
  const { next } = route.useSearch()
  useTitle(t('signIn.title'))
  return (
    <Door title={t('signIn.title')} lead={next && next !== '/' ? t('signIn.next') : undefined}>
      <SignInForm next={next} />
    </Door>
  )
}
