import { describe, expect, it } from 'vitest'
import door from './en.door.json'

/** What may be on the screen before the words of the pages inside are fetched. */
const OUTSIDE = import.meta.glob<string>(
  [
    '../frame/{Dark,Door,LanguageChoice,Outage,Broken,toasts,roots,session}.{ts,tsx}',
    '../services/accounts/*.tsx',
    '../services/accounts/pages/{Confirm,Forgot,Reset,Setup,SignIn,SignUp,Undo,Welcome}.tsx',
    '../ui/{Button,Empty,EmptyPage,Field,More,Save,Sign,Skeleton,Told,Wordmark,useForm,page}.{ts,tsx}',
    './{format,problems}.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
)

const said = (source: string) => [...source.matchAll(/(?:\bt\(|i18nKey=)(?:[^'"`)]{0,40}\? )?['"`]([a-zA-Z]+)\./g)].map((match) => match[1]!)

describe('the door', () => {
  it('has the words of everything outside', () => {
    expect(Object.keys(OUTSIDE).length).toBeGreaterThan(20)
    const missing = Object.entries(OUTSIDE).flatMap(([file, source]) => said(source).filter((section) => !(section in door)).map((section) => `${file}: ${section}`))
    expect(missing).toEqual([])
  })
})
