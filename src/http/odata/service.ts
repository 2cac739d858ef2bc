import { ZohoSqlError } from '../../base/errors.ts'

import { type BegunAnswer, begin } from '../api/answers.ts'
import { exactForms, type JsRow, type RequestSession } from '../asking.ts'
import { selectText } from './context.ts'
import { StatementParts } from './expression/index.ts'
import { EntityWriter, etagOf, type ODataWriting, valueText } from './json.ts'
import { gather, metadataJson, metadataXml } from './metadata/index.ts'
import { Model } from './model.ts'
import { type Headers, headerOf, jsonFormat, jsonType, maxPageSize, versionOf, wantsJson } from './negotiate.ts'
import { type ODataOptions, readOptions, readPath } from './options.ts'
import { type Continuation, continuationOf, nextQuery, questionText, tokenOf, windowOf } from './paging.ts'
import { countQuestion, type QueryTools, queryTools, question, type ShapedStatement, type SqlText } from './query.ts'
import { type Resource, Walker } from './resource.ts'
import type { PathSegment } from './tree.ts'

/** A request for data, on its own or in a batch. */
export interface ODataRequest {
  /** What stands after `/odata/`, as it came. */
  readonly path: string
  /** What stands after `?`, as it came. */
  readonly query: string
  readonly headers: Headers
  /** Address of the service, with a `/` at its end. */
  readonly base: string
}

export interface ODataAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | AsyncGenerator<string> | undefined
}

/** Answers requests of one caller. */
export class ODataService {
  readonly #asking: RequestSession

  constructor(asking: RequestSession) {
    this.#asking = asking
  }

  /** @throws {ZohoSqlError} what is asked for is not there, or cannot be told */
  async answer(request: ODataRequest): Promise<ODataAnswer> {
    const segments = readPath(decodedPath(request.path))
    const options = readOptions(request.query)
    const answer = await this.#answer(segments, options, request)
    return { ...answer, headers: { 'odata-version': versionOf(request.headers), ...answer.headers } }
  }

  async #answer(segments: readonly PathSegment[], options: ODataOptions, request: ODataRequest): Promise<ODataAnswer> {
    const [first] = segments
    if (first === undefined) return this.#serviceDocument(options, request)
    if (segments.length === 1 && first.kind === 'word' && first.name === 'metadata')
      return this.#metadata(options, request)
    return this.#asking.use(async (db) => {
      const model = new Model(db, this.#asking)
      const asked = new EntityRequest(this.#asking, model, options, request)
      const run = (statement: SqlText) =>
        this.#asking
          .open(db, statement.sql, statement.parameters as unknown[], { forms: exactForms })
          .then((answer) => begin(answer, undefined))
      return asked.answer(segments, run)
    })
  }

  async #serviceDocument(options: ODataOptions, { headers, base }: ODataRequest): Promise<ODataAnswer> {
    const format = jsonFormat(headers, options.format)
    const sets = await this.#asking.use((db) => new Model(db, this.#asking).sets())
    const value = sets.map(({ set, description }) => ({
      name: set,
      kind: 'EntitySet',
      url: set,
      ...(description !== '' && description !== set && { title: description }),
    }))
    const context = format.metadata === 'none' ? {} : { '@odata.context': `${base}$metadata` }
    return found(jsonType(format), JSON.stringify({ ...context, value }))
  }

  async #metadata(options: ODataOptions, { headers }: ODataRequest): Promise<ODataAnswer> {
    const types = await this.#asking.use((db) => gather(new Model(db, this.#asking)))
    if (wantsJson(headers, options.format))
      return found('application/json;charset=utf-8', JSON.stringify(metadataJson(types)))
    return found('application/xml;charset=utf-8', metadataXml(types, versionOf(headers)))
  }
}

const found = (
  type: string,
  body: ODataAnswer['body'],
  headers: Readonly<Record<string, string>> = {},
): ODataAnswer => ({
  status: 200,
  headers: { 'content-type': type, ...headers },
  body,
})

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new ZohoSqlError('BAD_REQUEST', 'The path is not in the encoding of URLs.')
  }
}

type RunStatement = (statement: SqlText) => Promise<BegunAnswer>

/** One request for entities, or for something of them. */
class EntityRequest {
  readonly #asking: RequestSession
  readonly #model: Model
  readonly #options: ODataOptions
  readonly #request: ODataRequest
  readonly #writing: ODataWriting

  constructor(asking: RequestSession, model: Model, options: ODataOptions, request: ODataRequest) {
    this.#asking = asking
    this.#model = model
    this.#options = options
    this.#request = request
    this.#writing = { ...jsonFormat(valueHeaders(request), options.format), base: request.base }
  }

  async answer(segments: readonly PathSegment[], run: RunStatement): Promise<ODataAnswer> {
    const making = new StatementParts()
    const resource = await new Walker(this.#model, making, this.#options.aliases).resource(segments)
    checkOptions(resource, this.#options)
    const marked = resource.single && !resource.property
    const tools = queryTools(this.#model, making, this.#options, { keys: this.#writing.metadata === 'full', marked })
    if (resource.count) return this.#count(resource, tools, run)
    if (resource.single) return this.#single(resource, tools, run, segments)
    return this.#collection(resource, tools, run, segments)
  }

  async #count(resource: Resource, tools: QueryTools, run: RunStatement): Promise<ODataAnswer> {
    const rows = await this.#all(await run(await countQuestion(resource, this.#options, tools)))
    return found('text/plain;charset=utf-8', String(rows[0]?.[0] ?? 0))
  }

  async #all({ answer, batches }: BegunAnswer): Promise<readonly JsRow[]> {
    const rows: JsRow[] = []
    try {
      for await (const batch of batches) rows.push(...batch)
    } finally {
      this.#asking.ended(answer)
      await answer.close()
    }
    return rows
  }

  async #single(
    resource: Resource,
    tools: QueryTools,
    run: RunStatement,
    segments: readonly PathSegment[],
  ): Promise<ODataAnswer> {
    const whole = { limit: undefined, skip: 0, after: undefined, paged: false }
    const asked = await question(resource, this.#options, whole, tools)
    const [row] = await this.#all(await run(asked))
    if (!row) return nothing(resource, segments)
    return resource.property ? this.#property(resource, asked, row) : this.#entity(asked, row)
  }

  #entity({ shape }: ShapedStatement, row: JsRow): ODataAnswer {
    const changed = shape.changed === undefined ? null : row[shape.changed]
    const etag: Record<string, string> = changed === null ? {} : { etag: etagOf(changed) }
    if (etag.etag !== undefined && matches(headerOf(this.#request.headers, 'if-none-match'), etag.etag))
      return { status: 304, headers: etag, body: undefined }
    const context = this.#context(`#${shape.entity?.set}${selectText(shape)}/$entity`)
    const text = new EntityWriter(this.#writing).entity(shape, row)
    const body = text === '{}' ? `{${context.join(',')}}` : `{${[...context, text.slice(1, -1)].join(',')}}`
    return found(jsonType(this.#writing), body, etag)
  }

  #property({ raw, entity, property }: Resource, { shape }: ShapedStatement, row: JsRow): ODataAnswer {
    const [shown] = shape.properties
    const value = row[shown!.index]
    if (value === null || value === undefined) return { status: 204, headers: {}, body: undefined }
    const text = valueText(value, shown!.type, raw ? false : this.#writing.ieee754)
    if (raw) return found('text/plain;charset=utf-8', text.startsWith('"') ? JSON.parse(text) : text)
    const context = this.#context(`#${entity.set}/${property!.name}`)
    return found(jsonType(this.#writing), `{${[...context, `"value":${text}`].join(',')}}`)
  }

  #context(fragment: string): readonly string[] {
    const { metadata, base } = this.#writing
    return metadata === 'none' ? [] : [`"@odata.context":${JSON.stringify(`${base}$metadata${fragment}`)}`]
  }

  async #collection(
    resource: Resource,
    tools: QueryTools,
    run: RunStatement,
    segments: readonly PathSegment[],
  ): Promise<ODataAnswer> {
    const { path, query, headers } = this.#request
    const options = this.#options
    const of = questionText(path, query)
    const from = options.skiptoken === undefined ? undefined : continuationOf(options.skiptoken, of)
    const preferred = maxPageSize(headers)
    const sizes = [preferred ?? from?.pageSize, this.#asking.rowsMax].filter((size) => size !== undefined)
    const pageSize = sizes.length === 0 ? undefined : Math.min(...sizes)
    const { size, more } = windowOf(options, from?.taken ?? 0, pageSize)
    const part = {
      limit: size === undefined ? undefined : size + (more ? 1 : 0),
      skip: options.skip ?? 0,
      after: from?.place,
      paged: more,
    }
    const total = options.count ? await this.#total(segments, run) : undefined
    const asked = await question(resource, options, part, tools)
    const begun = await run(asked)
    const page: ODataPage = { asked, begun, size, total, of, taken: from?.taken ?? 0, set: resource.entity.set }
    const applied: Record<string, string> =
      preferred === undefined ? {} : { 'preference-applied': `odata.maxpagesize=${pageSize}` }
    return found(jsonType(this.#writing), this.#rows(page), applied)
  }

  /** The number that goes with rows is a question of its own: it does not depend on the page. */
  async #total(segments: readonly PathSegment[], run: RunStatement): Promise<string> {
    const making = new StatementParts()
    const resource = await new Walker(this.#model, making, this.#options.aliases).resource(segments)
    const tools = queryTools(this.#model, making, this.#options, { keys: false, marked: false })
    const rows = await this.#all(await run(await countQuestion(resource, this.#options, tools)))
    return String(rows[0]?.[0] ?? 0)
  }

  async *#rows({ asked, begun, size, total, of, taken, set }: ODataPage): AsyncGenerator<string> {
    const writer = new EntityWriter(this.#writing)
    const counted = total === undefined ? [] : [`"@odata.count":${this.#writing.ieee754 ? `"${total}"` : total}`]
    const context = this.#context(`#${set}${selectText(asked.shape)}`)
    let last: JsRow | undefined
    let count = 0
    let further = false
    try {
      yield `{${[...context, ...counted, '"value":['].join(',')}`
      for await (const batch of begun.batches) {
        const shown = size === undefined ? batch : batch.slice(0, size - count)
        further ||= shown.length < batch.length
        if (shown.length === 0) continue
        yield `${count > 0 ? ',\n' : '\n'}${shown.map((row) => writer.entity(asked.shape, row)).join(',\n')}`
        count += shown.length
        last = shown.at(-1)
      }
      const link =
        further && last && asked.sort.length > 0
          ? this.#next(asked, last, { of, taken: taken + count, pageSize: size! })
          : ''
      yield `\n]${link}}\n`
    } finally {
      this.#asking.ended(begun.answer)
      await begun.answer.close()
    }
  }

  #next(
    { sortedFrom, sort }: ShapedStatement,
    last: JsRow,
    { of, ...rest }: Omit<Continuation, 'place'> & { readonly of: string },
  ) {
    const values = last.slice(sortedFrom, sortedFrom + sort.length) as Continuation['place']['values']
    const { base, path, query } = this.#request
    const link = `${base}${path}?${nextQuery(query, tokenOf({ ...rest, place: { of, values } }))}`
    return `,"@odata.nextLink":${JSON.stringify(link)}`
  }
}

/** A page that was begun. */
interface ODataPage {
  readonly asked: ShapedStatement
  readonly begun: BegunAnswer
  readonly size: number | undefined
  readonly total: string | undefined
  readonly of: string
  readonly taken: number
  readonly set: string
}

/** `$count` and `$value` are plain texts, and taken as such. */
const valueHeaders = ({ headers, path }: ODataRequest): Headers =>
  /\/(\$|%24)(count|value)\/?$/i.test(path) ? { ...headers, accept: undefined } : headers

/** A lookup that leads nowhere is no content; a key that finds nothing is not found. */
function nothing({ entity, property }: Resource, segments: readonly PathSegment[]): ODataAnswer {
  const last = segments.at(-1)
  const keyed = segments.length === 1 || last?.kind === 'key' || (last?.kind === 'name' && last.key !== undefined)
  if (!keyed && !property && segments.length > 1 && last?.kind === 'name')
    return { status: 204, headers: {}, body: undefined }
  throw new ZohoSqlError('NOT_FOUND', `There is no such entity in ${entity.set}.`)
}

const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && (header.trim() === '*' || header.split(',').some((each) => each.trim() === etag))

const forCollections = ['filter', 'orderby', 'top', 'skip', 'count', 'search', 'apply', 'skiptoken'] as const

/** @throws {ZohoSqlError} BAD_REQUEST an option that does not go with the resource */
function checkOptions({ single, count, property }: Resource, options: ODataOptions): void {
  const refused = single
    ? [...forCollections, ...(property ? (['select', 'expand', 'compute'] as const) : [])]
    : count
      ? (['orderby', 'top', 'skip', 'count', 'select', 'expand'] as const)
      : []
  const [wrong] = refused.filter((name) => options[name] !== undefined)
  if (wrong === undefined) return
  throw new ZohoSqlError('BAD_REQUEST', `$${wrong} does not go with ${single ? 'one entity' : '/$count'}.`)
}
