/**
 * HTTP as one function, {@link Send}, and concerns that wrap it.
 *
 * `transport.ts` is the function itself, over undici; `agent.ts` and `tls.ts` see to proxies and certificates. The
 * concerns are one file each: `retry`, `limiter`, `whole`, `json`, `meter`, `trace`, `deadline`; `send.ts` says what a request
 * is. They are put together by whoever opens a connection, in this order, outermost first:
 *
 * | concern | why there |
 * | --- | --- |
 * | retry | sees each attempt whole, and waits without holding a place in flight |
 * | limiter | a place in flight is one attempt |
 * | (token, of `auth`) | the newest token at the moment of sending; a repeat after 401 keeps the place |
 * | whole | what is not the whole answer is a failure to the retry |
 * | json | what is cut or no JSON is a failure to the retry, and 401 bodies can be read by the token |
 * | meter | counts every exchange, also those repeated |
 * | trace | a line per exchange |
 * | deadline | one exchange's time, not the queue's |
 * | transport | the network |
 *
 * Nothing here knows tokens, connection properties or what is asked of Zoho.
 */
export { type AgentOptions, openAgent } from './agent.ts'
export { deadline } from './deadline.ts'
export { parseExactly, parsing } from './json.ts'
export { Limiter, limited } from './limiter.ts'
export { metered } from './meter.ts'
export type { Check, ExchangeMeter, WholeAnswer } from './parts.ts'
export { givenUpOn, retryAfterMs, retrying } from './retry.ts'
export { type Concern, compose, type HttpRequest, type HttpResponse, type Send } from './send.ts'
export { exchanges, type TraceLevel, traced } from './trace.ts'
export { transport } from './transport.ts'
export { type UrlQuery, urlOf, urlPath } from './url.ts'
export { all, count, flag, keys, listOf, optional, text, whole } from './whole.ts'
export { refusal, zohoError } from './zoho-error.ts'
