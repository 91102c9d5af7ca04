/** The roots of the route tree: everything, the pages inside the frame, and the pages outside the door. */
import { createRootRoute, createRoute, Outlet, redirect, useLocation } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { demoQuery, meQuery, useMe } from '../api/accounts'
import { learnInside, speak } from '../i18n'
import { PageLoading } from '../ui/Skeleton'
import { Dark } from './Dark'
import { wishes } from './language'
import { Lost } from './Lost'
import { chunk, lazyPage } from './chunk'
import { queryClient } from './query'
import { Toasts } from './toasts'

// The frame comes with the words of all that is inside it.
const Frame = lazy(
  chunk(async () => {
    const [frame] = await Promise.all([import('./Frame'), learnInside()])
    return frame
  }),
)

export const rootRoute = createRootRoute({
  beforeLoad: async () => {
    // Whether this is a demo is known before the first page, which would move down for its banner otherwise.
    const [me] = await Promise.all([queryClient.ensureQueryData(meQuery), queryClient.prefetchQuery(demoQuery)])
    await speak(wishes(me))
  },
  component: Root,
  notFoundComponent: LostInFrame,
  errorComponent: Dark,
})

function Root() {
  return (
    <>
      <Outlet />
      <Toasts />
    </>
  )
}

/** Pages inside. The first page of a guest is the sign over the door, which has no frame. */
export const frameRoute = createRoute({ getParentRoute: () => rootRoute, id: 'inside', component: Inside, notFoundComponent: Lost })

function Inside() {
  const me = useMe()
  const path = useLocation({ select: (at) => at.pathname })
  if (!me && path === '/') return <Outlet />
  return (
    <Suspense fallback={<PageLoading />}>
      <Frame>
        <Outlet />
      </Frame>
    </Suspense>
  )
}

function LostInFrame() {
  return (
    <Suspense fallback={<PageLoading />}>
      <Frame>
        <Lost />
      </Frame>
    </Suspense>
  )
}

const Tonight = lazyPage(() => import('./Tonight'))

/** `/`: Tonight for who is signed in, for a guest the page that the accounts service brings. */
export function homeRoute(Welcome: ComponentType) {
  function Home() {
    return useMe() ? <Tonight /> : <Welcome />
  }
  return createRoute({ getParentRoute: () => frameRoute, path: '/', component: Home })
}

/** For pages that only who is signed in may see: leads to the door and back. */
export async function membersOnly({ location }: { location: { href: string } }) {
  const me = await queryClient.ensureQueryData(meQuery)
  if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } })
}

/** The administration. Its pages come from services and from the frame itself. */
export const officeRoute = createRoute({ getParentRoute: () => frameRoute, path: '/admin', beforeLoad: membersOnly, component: lazyPage(() => import('./office/Office')) })
