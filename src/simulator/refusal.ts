import { type SimAnswer, zohoError } from './model.ts'

/** Thrown where Zoho would answer an error: HTTP status, code, details and message of the answer. */
export class SimRefusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly details: object

  constructor(status: number, code: string, details: object, message: string) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }

  get answer(): SimAnswer {
    return { status: this.status, body: zohoError(this.code, this.details, this.message) }
  }
}
