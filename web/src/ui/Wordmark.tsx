import { Bulbs } from './Bulbs'

/** MARQUEE on its letterboard line, nine bulbs under it. An ornament: name the link around it. */
export function Wordmark() {
  return (
    <span className="wordmark" aria-hidden="true">
      <b>MARQUEE</b>
      <Bulbs lit={9} />
    </span>
  )
}
