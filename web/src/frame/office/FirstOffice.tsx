import { Navigate } from '@tanstack/react-router'
import { useOffices } from '../offices'

/** `/admin` itself: the first page that is open to who asks. */
export default function FirstOffice() {
  const first = useOffices()[0]
  return first ? <Navigate to={first.to} replace /> : null
}
