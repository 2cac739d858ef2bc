/** What became of one record of a write, in Zoho's words. */

/** Why a record, or one cell of it, is refused. */
export interface RowError {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
  readonly message: string
}

export const invalidData = (details: Readonly<Record<string, unknown>>, message = 'invalid data'): RowError => ({
  code: 'INVALID_DATA',
  details,
  message,
})

const invalidIdText = 'the id given seems to be invalid'
export const invalidId = (details: Readonly<Record<string, unknown>>): RowError => invalidData(details, invalidIdText)

export const missing = (api_name: string, path: string): RowError => ({
  code: 'MANDATORY_NOT_FOUND',
  details: { api_name, json_path: `${path}.${api_name}` },
  message: 'required field not found',
})

/** Several errors of one record are told together, or only the first of them. */
export function oneError(errors: readonly RowError[], form: 'all' | 'first'): RowError {
  const [first] = errors
  if (errors.length === 1 || form === 'first') return first!
  const details = { errors: errors.map((error) => ({ ...error, status: 'error' })) }
  return { code: 'MULTIPLE_OR_MULTI_ERRORS', details, message: 'multiple errors occurred while processing the request' }
}

/** One element of `data` in the answer. */
export type SimElement = Readonly<Record<string, unknown>> & { readonly status: 'success' | 'error' }

export const failed = ({ code, details, message }: RowError): SimElement => ({
  code,
  details,
  message,
  status: 'error',
})
