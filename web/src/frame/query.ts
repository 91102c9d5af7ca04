/** The one cache of what the server said. */
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { meQuery } from '../api/accounts'
import { isProblem, Problem, SIGN_IN_NEEDED } from '../api/client'

/** Called when the server says that the session is over while the page thinks that somebody is signed in. */
let onSignedOut: () => void = () => {}

export function whenSignedOut(run: () => void) {
  onSignedOut = run
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (!isProblem(error, SIGN_IN_NEEDED)) return
      if (queryClient.getQueryData(meQuery.queryKey)) onSignedOut()
    },
  }),
  defaultOptions: {
    queries: {
      // A house on the same machine answers without a network, so the browser's "offline" must not stop a question.
      networkMode: 'always',
      // A refusal stays a refusal; only a stumbling server is asked once more.
      retry: (count, error) => count < 1 && error instanceof Problem && error.body.status >= 500,
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
})
