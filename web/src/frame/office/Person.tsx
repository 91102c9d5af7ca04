import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { may, useMe } from '../../api/accounts'
import { calledUser, userQuery } from '../../api/users'

/** Somebody by name, leading to their page; by the beginning of their number for who may not see people. */
export function Person({ id }: { id: string }) {
  const allowed = may(useMe(), 'accounts.administer')
  const { data } = useQuery({ ...userQuery(id), enabled: allowed, staleTime: 300_000, retry: false })
  if (!data) return <span className="num" title={id}>{`${id.slice(0, 8)}…`}</span>
  return (
    <Link to="/admin/users/$id" params={{ id }} className="hover:underline" title={data.email}>
      {calledUser(data)}
    </Link>
  )
}
