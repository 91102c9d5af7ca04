import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'

/**
 * The proof in the fragment of the address, which never reaches the server by itself, and a way to take it out of
 * the address once it has done its work. The page keeps it in memory meanwhile.
 */
export function useToken(page: '/confirm' | '/setup'): [string, () => void] {
  const navigate = useNavigate()
  const [token] = useState(() => window.location.hash.slice(1))
  const clear = useCallback(() => {
    if (window.location.hash) void navigate({ to: page, hash: '', replace: true })
  }, [navigate, page])
  return [token, clear]
}
