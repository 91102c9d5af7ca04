/** Sending a file as it is. The only request that is not a fetch, because a fetch does not tell how far it is. */
import { asProblem, BASE, Problem, type Query, search, UNREACHABLE } from './client'
import { failed, reached } from './reach'

export function upload<T>(path: string, query: Query, file: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((done, refuse) => {
    const request = new XMLHttpRequest()
    request.open('POST', BASE + path + search(query))
    request.responseType = 'json'
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onSent(event.loaded)
    request.onload = () => {
      reached()
      const { status, statusText, response } = request
      if (status >= 200 && status < 300) done(response as T)
      else refuse(new Problem(asProblem(response, { status, statusText })))
    }
    request.onerror = () => {
      failed()
      refuse(new Problem({ type: UNREACHABLE, title: 'The server does not answer', status: 0 }))
    }
    request.onabort = () => refuse(new DOMException('Given up', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
