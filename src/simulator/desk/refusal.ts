/** Desk's errors: `{ errorCode, message }`, with `errors` for what is wrong in a body. */

export interface BodyError {
  /** A JSON pointer: `/contactId`. */
  readonly fieldName: string
  readonly errorType: 'invalid' | 'duplicate' | 'missing'
  readonly errorMessage: string
}

export class DeskRefusal extends Error {
  override readonly name = 'DeskRefusal'
  readonly status: number
  readonly code: string
  readonly errors: readonly BodyError[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { errors?: readonly BodyError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.errors = more.errors ?? []
    this.headers = more.headers ?? {}
  }

  get body(): object {
    const errors = this.errors.length === 0 ? {} : { errors: this.errors }
    return { errorCode: this.code, message: this.message, ...errors }
  }
}

const unprocessable = (message: string): DeskRefusal => new DeskRefusal(422, 'UNPROCESSABLE_ENTITY', message)

export const extraParameter = (name: string): DeskRefusal =>
  unprocessable(`Extra query parameter '${name}' is present in the input.`)
export const outOfRange = (name: string, range: string): DeskRefusal =>
  unprocessable(`The value passed for field '${name}' exceeds the range of '${range}'.`)
export const invalidValue = (name: string): DeskRefusal =>
  unprocessable(`The value passed for the '${name}' query parameter is invalid.`)
export const tooShort = (name: string, length: number): DeskRefusal =>
  unprocessable(`The value passed for field '${name}' is less than the specified minimum length of '${length}'.`)
export const beyondSearch = (): DeskRefusal => unprocessable('Max search result iterable is 5000')
export const lacksParameter = (name: string): DeskRefusal => unprocessable(`The '${name}' query parameter is missing.`)

export const notFound = (): DeskRefusal =>
  new DeskRefusal(404, 'URL_NOT_FOUND', 'The URL you requested could not be found.')
export const wrongMethod = (): DeskRefusal =>
  new DeskRefusal(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed for the requested URL.')

/** The answer for the id of no record. */
export function noRecord(status: number): DeskRefusal {
  if (status === 422) return new DeskRefusal(422, 'INVALID_DATA', invalidText)
  if (status === 403) return new DeskRefusal(403, 'FORBIDDEN', 'You are not authorized to access this resource.')
  return notFound()
}

const invalidText = 'The data does not comply to the validation restrictions defined.'
export const invalidBody = (errors: readonly BodyError[]): DeskRefusal =>
  new DeskRefusal(422, 'INVALID_DATA', invalidText, { errors })

export const serverError = (): DeskRefusal =>
  new DeskRefusal(500, 'INTERNAL_SERVER_ERROR', 'An internal server error occurred while performing this operation.')
