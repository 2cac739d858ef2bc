/** CALL of a service's procedure: its arguments are computed as a query of one row, then it is done once. */
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { secondNameOf } from '../../base/schemas.ts'
import { type SqlType, typeText, type Value } from '../../base/types.ts'
import type { OutputColumn } from '../../engine/tree.ts'
import type { Explanation, Spent } from '../../plan/index.ts'
import type { Meter, Procedure } from '../../source/index.ts'
import type { CallStatement, ParsedStatement, SqlExpr, SqlQuery, SqlStatement } from '../../sql/index.ts'
import { type Account, contextOf } from '../account.ts'
import type { Parameters } from '../parameters.ts'
import type { RowBatch } from '../query/index.ts'
import { type Analysis, type DeclaredTypes, QueryStatement } from '../statement.ts'
import { dryRunColumns } from './dry-run.ts'

/** How a procedure is called: `crm.convert_lead(id bigint [, account bigint] …)`. */
const signatureOf = (schema: string, { name, parameters }: Procedure): string =>
  `${schema}.${name}(${parameters.map((one) => (one.required ? argumentText(one) : `[${argumentText(one)}]`)).join(', ')})`

const argumentText = ({ name, type }: { name: string; type: SqlType }): string => `${name} ${typeText(type)}`

interface FoundProcedure {
  readonly schema: string
  readonly procedure: Procedure
}

function found({ catalog }: Account, { call, at }: CallStatement): FoundProcedure {
  const path = call.name.map(({ text }) => text.toLowerCase())
  const all = catalog.services.flatMap((service) =>
    (service.procedures ?? []).map((procedure) => ({ schema: service.schema, procedure })),
  )
  const [name, given] = path.toReversed()
  const schema = given === undefined ? undefined : (secondNameOf(given) ?? given)
  const hit = all.find((one) => one.procedure.name === name && (schema === undefined || one.schema === schema))
  if (hit) return hit
  throw new ZohoSqlError('UNDEFINED_FUNCTION', `procedure ${path.join('.')} does not exist`, {
    position: at,
    hint: `There are ${all.map((one) => signatureOf(one.schema, one.procedure)).join(', ') || 'none'}.`,
  })
}

/** The arguments in the order of the parameters; undefined where one is left out. */
function argumentsOf(
  { schema, procedure }: FoundProcedure,
  { call, at }: CallStatement,
): readonly (SqlExpr | undefined)[] {
  const { parameters } = procedure
  const wrong = (why: string): ZohoSqlError =>
    new ZohoSqlError('UNDEFINED_FUNCTION', `${why} in a call of ${schema}.${procedure.name}`, {
      position: at,
      hint: `It is ${signatureOf(schema, procedure)}.`,
    })
  const given = new Map<string, SqlExpr>()
  for (const [i, expr] of call.args.entries()) {
    const name = call.names?.[i]?.text.toLowerCase() ?? parameters[i]?.name
    if (name === undefined || !parameters.some((one) => one.name === name)) throw wrong('an argument too many')
    if (given.has(name)) throw wrong(`"${name}" is given twice`)
    given.set(name, expr)
  }
  const missing = parameters.find(({ name, required }) => required && !given.has(name))
  if (missing) throw wrong(`"${missing.name}" is missing`)
  return parameters.map(({ name, type }) => asFile(given.get(name), type))
}

/** Nothing but its place tells that a parameter is a file. */
const asFile = (expr: SqlExpr | undefined, { name }: SqlType): SqlExpr | undefined =>
  expr && name === 'bytea'
    ? { kind: 'cast', operand: expr, type: { name, modifiers: [], dimensions: 0, at: expr.at }, at: expr.at }
    : expr

/** SELECT of the arguments that were given. */
function queryOf(parsed: ParsedStatement, args: readonly (SqlExpr | undefined)[], at: number): ParsedStatement {
  const items = args.flatMap((expr) => (expr ? [{ expr }] : []))
  const select = {
    kind: 'select',
    distinct: false,
    items,
    from: [],
    groupBy: [],
    groupDistinct: false,
    windows: [],
    at,
  } as const
  const query: SqlQuery = { kind: 'query', with: [], recursive: false, body: select, orderBy: [], withTies: false, at }
  return { ...parsed, statement: { kind: 'query', query } }
}

/** Files are not shown whole. */
const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

/** The call of a statement that calls, or that asks what calling would do. */
export const callIn = (statement: SqlStatement): CallStatement | undefined =>
  statement.kind === 'explainCall' ? statement.call : statement.kind === 'call' ? statement : undefined

/** EXPLAIN does nothing; with ANALYZE it does all. */
const isHarmless = ({ statement }: ParsedStatement): boolean => statement.kind === 'explainCall' && !statement.analyze

const many = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

export class PreparedCall {
  readonly parsed: ParsedStatement
  readonly meter: Meter
  readonly roads: readonly string[] = ['action']
  readonly tables = []
  readonly #account: Account
  readonly #of: FoundProcedure
  readonly #args: readonly (SqlExpr | undefined)[]
  readonly #values: QueryStatement

  private constructor(
    parsed: ParsedStatement,
    account: Account,
    of: FoundProcedure,
    args: readonly (SqlExpr | undefined)[],
    values: QueryStatement,
  ) {
    this.parsed = parsed
    this.meter = values.meter
    this.#account = account
    this.#of = of
    this.#args = args
    this.#values = values
  }

  /** @throws {ZohoSqlError} 42883 no such procedure or arguments · 25006 · 0A000 a dry run */
  static async prepare(
    parsed: ParsedStatement,
    call: CallStatement,
    parameters: Parameters,
    account: Account,
    signal: AbortSignal,
    declared?: DeclaredTypes,
  ): Promise<PreparedCall> {
    const of = found(account, call)
    const { reads } = of.procedure
    if (!reads && !isHarmless(parsed) && (!account.writing || account.writing.readOnly))
      throw new ZohoSqlError('READ_ONLY', 'cannot execute CALL: this connection only reads', { position: call.at })
    const args = argumentsOf(of, call)
    const values = await QueryStatement.prepare(queryOf(parsed, args, call.at), parameters, account, signal, {
      declared,
    })
    return new PreparedCall(parsed, account, of, args, values)
  }

  static async analyse(
    parsed: ParsedStatement,
    call: CallStatement,
    account: Account,
    signal: AbortSignal,
    declared?: DeclaredTypes,
  ): Promise<Analysis> {
    const of = found(account, call)
    const query = queryOf(parsed, argumentsOf(of, call), call.at)
    const { parameterTypes } = await QueryStatement.analyse(query, account, signal, declared)
    return { columns: of.procedure.columns, parameterTypes, calls: of.procedure.reads ? 'reads' : 'acts' }
  }

  get columns(): readonly OutputColumn[] {
    return this.#isDry ? dryRunColumns : this.#of.procedure.columns
  }

  /** Does it with the first row that is asked for. */
  async *rows(signal: AbortSignal): AsyncGenerator<RowBatch> {
    let row: readonly Value[] = []
    for await (const batch of this.#values.rows(signal)) row = batch[0] ?? row
    let next = 0
    const values = this.#args.map((arg) => (arg ? (row[next++] ?? null) : null))
    const texts = values.map((value) => (value === null ? null : String(value)))
    const { procedure } = this.#of
    this.#refuseNull(texts)
    if (this.#isDry) return yield [this.#wouldDo(texts)]
    const context = { ...contextOf(this.#account, signal), meter: this.meter }
    try {
      yield [
        await procedure.call(texts, context).catch((error: unknown) => {
          throw this.#withSignature(error)
        }),
      ]
    } finally {
      await this.#account.cache.clear(context)
    }
  }

  /** It does something by running. */
  get acts(): boolean {
    return !this.#of.procedure.reads && !isHarmless(this.parsed)
  }

  /** What it does, by what signature, and the price: of the call, and of what its arguments read. */
  explain(spent?: Spent): Explanation {
    const read = this.#values.explain(spent)
    const { schema, procedure } = this.#of
    const given = procedure.parameters.filter((_, i) => this.#args[i] !== undefined).map(({ name }) => name)
    const lines = [
      `Call ${schema}.${procedure.name}: 1 call, ${many(procedure.credits, 'credit')}`,
      `  ${procedure.description}`,
      `  is given ${given.join(', ')}; gives ${procedure.columns.map(({ name }) => name).join(', ')}`,
      `  ${procedure.reads ? 'Nothing is changed.' : 'Zoho takes nothing back.'}`,
    ]
    const source =
      read.scans.length > 0
        ? [
            'Arguments come from:',
            ...String(read)
              .split('\n')
              .map((line) => `  ${line}`),
          ]
        : []
    return {
      ...read,
      calls: read.calls + 1,
      credits: read.credits + procedure.credits,
      toString: () => [...lines, ...source].join('\n'),
    }
  }

  get #isDry(): boolean {
    return this.#account.writing?.dryRun === true
  }

  /** As of statements: the action, the record, and what it is given. Nothing was asked of Zoho but the arguments. */
  #wouldDo(texts: readonly (string | null)[]): readonly Value[] {
    const { name, parameters, credits } = this.#of.procedure
    const given = parameters.flatMap((one, i) => (texts[i] === null ? [] : [[one.name, short(texts[i]!)] as const]))
    const id = texts[parameters.findIndex((one) => one.name === 'id')] ?? null
    return [`call ${name}`, id, JSON.stringify({ ...Object.fromEntries(given), credits })]
  }

  /** What an argument should have been. */
  #withSignature(error: unknown): unknown {
    if (!isZohoSqlError(error) || error.code !== 'INVALID_ARGUMENT' || error.hint !== undefined) return error
    const hint = `It is ${signatureOf(this.#of.schema, this.#of.procedure)}.`
    return new ZohoSqlError('INVALID_ARGUMENT', error.message, { hint, cause: error })
  }

  #refuseNull(texts: readonly (string | null)[]): void {
    const { parameters, name } = this.#of.procedure
    const at = parameters.findIndex((one, i) => one.required && texts[i] === null)
    if (at >= 0) {
      throw new ZohoSqlError('NULL_NOT_ALLOWED', `"${parameters[at]!.name}" of ${name} may not be NULL`, {
        hint: `It is ${signatureOf(this.#of.schema, this.#of.procedure)}.`,
      })
    }
  }
}
