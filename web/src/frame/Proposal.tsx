import type { ReactNode } from 'react'
import { Icon, type IconName } from '../ui/Icon'
import { Bar } from '../ui/Skeleton'

interface Props {
  icon: IconName
  section?: 'games' | 'tonight' | 'notes' | 'todos'
  title: string
  text: ReactNode
  /** What one can do about it, at the right. */
  children?: ReactNode
  /** Further lines under the text. */
  below?: ReactNode
}

/** The shape of a proposal while what it says is fetched. */
export function ProposalWaiting() {
  return <Bar w="100%" h={116} className="rounded-xl!" />
}

/** One thing to do on Tonight, as a ticket with a stub. */
export function Proposal({ icon, section = 'tonight', title, text, children, below }: Props) {
  return (
    <article className="ticket proposal" data-section={section}>
      <div className="stub">
        <Icon name={icon} />
      </div>
      <div className="body">
        <div className="grow">
          <h2 className="d3">{title}</h2>
          <div className="small mt-1">{text}</div>
          {below && <div className="mt-3">{below}</div>}
        </div>
        {children}
      </div>
    </article>
  )
}
