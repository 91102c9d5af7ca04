import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'

/**
 * The proof in the fragment of the address, which never reaches the server by itself, and a way to take it out of
 * the address once it has done its work. The page keeps it in memory meanwhile; a new link that is opened in the
 * same window takes its place.
 */
export function useToken(page: '/confirm' | '/setup' | '/reset' | '/undo'): [string, () => void] {
  const navigate = useNavigate()
  const hash = useLocation({ select: (at) => at.hash })
  const [token, setToken] = useState(hash)
  if (hash && hash !== token) setToken(hash)
  const [spent, setSpent] = useState('')
  // Also when the same link is opened once more in this window.
  useEffect(() => {
    if (hash && hash === spent) void navigate({ to: page, hash: '', replace: true, resetScroll: false })
  }, [hash, spent, navigate, page])
  const clear = useCallback(() => setSpent(token), [token])
  return [token, clear]
}
