import { ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import { isObject } from '../expression/index.ts'

/** Where something stands: a file, and a path in its JSON such as `$.properties.activities[0].name`. */
export interface At {
  readonly file: string
  readonly path: string
}

/** A part of the factory that cannot be run as it stands. */
export const invalid = (message: string, { file, path }: At, hint?: string): ZohoSqlError =>
  new ZohoSqlError('PIPELINE_INVALID', `${message} (${file}, ${path})`, hint === undefined ? {} : { hint })

const plainKey = /^[A-Za-z_]\w*$/

/** A value of a document, with its place. Members that nobody asked for are refused by {@link JsonNode.done}. */
export class JsonNode {
  readonly value: unknown
  readonly at: At
  readonly #taken = new Set<string>()

  constructor(value: unknown, at: At) {
    this.value = value
    this.at = at
  }

  /** False where the document has nothing, or null. */
  get isThere(): boolean {
    return this.value !== undefined && this.value !== null
  }

  /** A member of an object; one that is not there is a node too. */
  member(key: string): JsonNode {
    this.#taken.add(key)
    const value = this.isThere ? this.#object()[key] : undefined
    return new JsonNode(value, this.#below(plainKey.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`))
  }

  /** All members of an object, in order; none where it is not there. */
  members(): readonly (readonly [string, JsonNode])[] {
    return this.isThere ? Object.keys(this.#object()).map((key) => [key, this.member(key)] as const) : []
  }

  /** The elements of an array; none where it is not there. */
  elements(): readonly JsonNode[] {
    if (!this.isThere) return []
    if (!Array.isArray(this.value)) throw this.wrong('an array')
    return this.value.map((value, i) => new JsonNode(value, this.#below(`[${i}]`)))
  }

  text(): string {
    if (typeof this.value === 'string') return this.value
    throw this.wrong('a text')
  }

  optionalText(): string | undefined {
    return this.isThere ? this.text() : undefined
  }

  /** A text that is one of a few, whatever its case; gives the one meant. */
  oneOf<T extends string>(allowed: readonly T[]): T {
    const given = this.text()
    const found = allowed.find((each) => each.toLowerCase() === given.toLowerCase())
    if (found !== undefined) return found
    const [best] = nearest(given, allowed)
    const hint = best ? `Perhaps ${best} is meant.` : `Supported are ${allowed.join(', ')}.`
    throw invalid(`"${given}" is not supported here.`, this.at, hint)
  }

  count(): number {
    if (typeof this.value === 'number' && Number.isSafeInteger(this.value) && this.value >= 0) return this.value
    throw this.wrong('a whole number')
  }

  flag(): boolean {
    if (typeof this.value === 'boolean') return this.value
    throw this.wrong('true or false')
  }

  /** Refuses members that nobody asked for: what is not honoured is never ignored in silence. */
  done(harmless: readonly string[] = []): void {
    if (!this.isThere) return
    for (const key of Object.keys(this.#object())) {
      if (this.#taken.has(key) || harmless.includes(key)) continue
      const known = [...this.#taken, ...harmless]
      const [best] = nearest(key, known)
      throw invalid(`The property "${key}" is not supported.`, this.member(key).at, best && `Perhaps ${best} is meant.`)
    }
  }

  /** An empty object in its place. */
  emptied(): JsonNode {
    return new JsonNode({}, this.at)
  }

  refusal(message: string, hint?: string): ZohoSqlError {
    return invalid(message, this.at, hint)
  }

  wrong(wanted: string): ZohoSqlError {
    const there = this.isThere ? 'stands there' : 'is there'
    return invalid(`Wanted is ${wanted}, and ${this.isThere ? 'something else' : 'nothing'} ${there}.`, this.at)
  }

  #object(): Readonly<Record<string, unknown>> {
    if (isObject(this.value)) return this.value
    throw this.wrong('an object')
  }

  #below(step: string): At {
    return { file: this.at.file, path: `${this.at.path}${step}` }
  }
}
