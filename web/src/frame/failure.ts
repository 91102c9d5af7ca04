/** Telling that something done in passing did not work, where no form is that could say so. */
import type { TFunction } from 'i18next'
import { inWords } from '../i18n/problems'
import { say } from './toasts'

/** Runs it; what is refused is said in words. */
export async function failure(run: () => Promise<unknown>, t: TFunction) {
  try {
    await run()
  } catch (error) {
    const { title, detail } = inWords(error, t)
    say([title, detail].filter(Boolean).join('. '))
  }
}
