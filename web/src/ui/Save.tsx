import { Button } from './Button'

interface Props {
  form: { busy: boolean; dirty: boolean }
  act: string
  doing: string
}

/** The button of a form that stays on the page: it lights up once there is something to save. */
export function Save({ form, act, doing }: Props) {
  return (
    <Button type="submit" small look={form.dirty ? 'primary' : 'plain'} disabled={!form.dirty} className="justify-self-start" doing={form.busy && doing}>
      {act}
    </Button>
  )
}
