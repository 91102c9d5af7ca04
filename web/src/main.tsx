import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/client'
import { watchInstall } from './frame/install'
import { queryClient, whenSignedOut } from './frame/query'
import { ServicesProvider } from './frame/registry'
import { become, isRenewing } from './frame/session'
import { beginWorker } from './frame/worker'
import './i18n'
import { router, services } from './routes'
import './styles/index.css'

// The server ended the session: show what a guest may see, and the door where that is nothing.
whenSignedOut(() => {
  if (!isRenewing()) void become(null, () => router.invalidate())
})

watchInstall()
beginWorker()

// Another page: the reader starts at its top, not in the middle of the last one.
router.subscribe('onResolved', ({ fromLocation, toLocation }) => {
  if (!fromLocation || fromLocation.pathname === toLocation.pathname) return
  const page = document.getElementById('page')
  // A page whose first thing is a field to write in has taken the focus itself.
  if (page && !(document.activeElement?.matches('input, textarea') && page.contains(document.activeElement))) page.focus({ preventScroll: true })
})

/** A problem that a page has put into words is no news for the console; anything else is a fault of ours. */
function onCaughtError(error: unknown) {
  if (error instanceof Problem) return
  reportError(error)
}

createRoot(document.getElementById('root')!, { onCaughtError }).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ServicesProvider list={services}>
        <RouterProvider router={router} />
      </ServicesProvider>
    </QueryClientProvider>
  </StrictMode>,
)
