/** Last touch on CRM answers by variants: order of keys, unknown keys, envelope and code of errors. */
import { hashText } from './hash.ts'
import type { SimReply } from './http.ts'
import { zohoError } from './model.ts'
import type { SimRefusal } from './refusal.ts'
import type { Variants } from './variants.ts'

type MutableJsonObject = Record<string, unknown>

const isRaw = (value: object): boolean => (JSON as typeof JSON & { isRawJSON(v: unknown): boolean }).isRawJSON(value)
const isObject = (value: unknown): value is MutableJsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRaw(value)

function shuffled(value: unknown, salt: number): unknown {
  if (Array.isArray(value)) return value.map((item, i) => shuffled(item, salt + i))
  if (!isObject(value)) return value
  const keys = Object.keys(value).sort((a, b) => hashText(a, salt) - hashText(b, salt))
  return Object.fromEntries(keys.map((key) => [key, shuffled(value[key], salt + 1)]))
}

const strangers = { $a_new_key: { nested: [1, null] }, unknown_key__s: null }

/** Unknown keys at the top, in `info` and in each element of the lists at the top. */
function extended(body: MutableJsonObject): MutableJsonObject {
  const inner = ([key, value]: [string, unknown]): [string, unknown] => {
    if (Array.isArray(value)) return [key, value.map((item) => (isObject(item) ? { ...item, ...strangers } : item))]
    return [key, isObject(value) && key === 'info' ? { ...value, ...strangers } : value]
  }
  return { ...Object.fromEntries(Object.entries(body).map(inner)), ...strangers }
}

/** A successful answer as the variants want it. */
export function disguise(reply: SimReply, variants: Variants, salt: number): SimReply {
  if (!isObject(reply.body) || Buffer.isBuffer(reply.body)) return reply
  const body = variants.extraKeys ? extended(reply.body) : reply.body
  return { ...reply, body: variants.shuffledKeys ? shuffled(body, salt) : body }
}

/** Resources whose errors may come in a list under their own name. */
const named = /\/(modules|fields|layouts|related_lists|users|org)(\/[^/]*)?$/

/** The answer to a call of `path` that was refused. */
export function refusalReply(refusal: SimRefusal, { errorEnvelope: form }: Variants, path: string): SimReply {
  const { status } = refusal
  const error = zohoError(refusal.code, refusal.details, refusal.message)
  if (form === 'object') return { status, body: error }
  if (form === 'data-200' && status === 400) return { status: 200, body: { data: [error] } }
  const resource = form === 'resource' ? named.exec(path)?.[1] : undefined
  return { status, body: { [resource ?? 'data']: [error] } }
}

const tooManyText = 'You have made too many requests within a certain time frame. Please try again later.'

/** 429, in the form the variants choose. */
export function tooMany(variants: Variants): SimReply {
  const headers: Record<string, string> =
    variants.retryAfter === null ? {} : { 'Retry-After': String(variants.retryAfter) }
  const old = {
    code: 429,
    error: 'TOO_MANY_REQUESTS',
    error_info: 'API limit exceeded for the past 24 hours',
    details: [],
  }
  const body = variants.tooManyCode === 'numeric' ? old : zohoError(variants.tooManyCode, {}, tooManyText)
  return { status: 429, body, headers }
}
