import { ZohoSqlError } from '../base/errors.ts'
import type { ExchangeMeter } from './parts.ts'
import type { Concern, HttpRequest, HttpResponse, Send } from './send.ts'

/** Counts what reached Zoho, for the request's meter. */
export const metered: Concern = (send) => async (request) => {
  const { meter } = request
  if (meter === undefined) return send(request)
  refuseBeyondLimit(meter, request)
  const credits = request.credits ?? 1
  underWay.set(meter, (underWay.get(meter) ?? 0) + credits)
  try {
    await meter.approve?.(meter.credits + underWay.get(meter)!)
    return await counted(send, request, meter)
  } finally {
    underWay.set(meter, underWay.get(meter)! - credits)
  }
}

/** Credits of calls that were not answered yet: of several side by side none knows of the others. */
const underWay = new WeakMap<ExchangeMeter, number>()

async function counted(send: Send, request: HttpRequest, meter: ExchangeMeter): Promise<HttpResponse> {
  try {
    const response = await send(request)
    count(meter, request, response)
    return response
  } catch (error) {
    if (mayHaveArrived(error)) count(meter, request)
    throw error
  }
}

function refuseBeyondLimit(meter: ExchangeMeter, request: HttpRequest): void {
  const total = meter.credits + (request.credits ?? 1)
  if (meter.creditsMax === undefined || total <= meter.creditsMax) return
  throw new ZohoSqlError(
    'CREDIT_LIMIT',
    `The statement has spent ${meter.credits} credits; its next call would lead beyond maxCredits.`,
    { hint: 'Raise maxCredits, or ask for less.' },
  )
}

function count(meter: ExchangeMeter, request: HttpRequest, response?: HttpResponse): void {
  meter.calls += 1
  meter.bytes += response?.bytes ?? 0
  // ASSUMPTION: a call refused at the door (401, 429) is not billed; one whose answer was lost is.
  if (response?.status !== 401 && response?.status !== 429) meter.credits += request.credits ?? 1
}

/** False only where the failure shows that no request was sent. */
const mayHaveArrived = (error: unknown): boolean => !(error instanceof ZohoSqlError && neverSent.has(error.code))

const neverSent: ReadonlySet<string> = new Set([
  'CONNECTION_FAILED',
  'CERTIFICATE_REFUSED',
  'CONNECTION_CLOSED',
  'INVALID_PROPERTY',
  'INTERNAL',
])
