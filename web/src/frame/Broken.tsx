import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { TroublePage } from '../ui/EmptyPage'

/** A page that could not be shown, and the way on. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <div className="page mx-auto w-full">
      <TroublePage
        error={error}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </div>
  )
}
