import type { ReactNode } from 'react'
import { Bulbs } from './Bulbs'

interface Props {
  title: string
  text: ReactNode
  /** It is all that the page has, so its title is the heading of the page. */
  page?: boolean
  children?: ReactNode
}

/** Nothing here, and what to do about it. */
export function Empty({ title, text, page, children }: Props) {
  const Title = page ? 'h1' : 'h2'
  return (
    <div className="empty">
      <Bulbs size={8} className="w-[120px]" />
      <Title className={page ? 'd2' : 'd3'}>{title}</Title>
      <p className="small max-w-[46ch]">{text}</p>
      {children && <div className="mt-1 flex flex-wrap justify-center gap-2.5">{children}</div>}
    </div>
  )
}
