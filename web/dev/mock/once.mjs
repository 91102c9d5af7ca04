// A repeat with the same key gets the first answer again.

/** @type {Map<string, any>} */
const kept = new Map()

/** @template T @param {import('node:http').IncomingMessage} request @param {string} scope @param {() => T} make @returns {T} */
export function once(request, scope, make) {
  const key = request.headers['idempotency-key']
  if (!key) return make()
  const name = `${scope} ${request.url} ${key}`
  if (!kept.has(name)) kept.set(name, make())
  return kept.get(name)
}
