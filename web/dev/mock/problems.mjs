/** A refusal on its way to the page. */
export class Refusal extends Error {
  /** @param {Record<string, any>} body */
  constructor(body) {
    super(body.title)
    this.body = body
  }
}

/**
 * @param {number} status
 * @param {string} type
 * @param {string} title
 * @param {object} [more]
 */
export const problem = (status, type, title, more = {}) => new Refusal({ type: `/problems/${type}`, title, status, request_id: 'mock', ...more })

/** @param {Record<string, string>} fields */
export const invalid = (fields) =>
  problem(422, 'request/invalid', 'Something is not right yet', { fields: Object.entries(fields).map(([field, message]) => ({ field, message })) })
