import { ZohoSqlError } from '../base/errors.ts'
import type { SqlType, Value } from '../base/types.ts'
import { functionPrinter } from './functions/index.ts'
import { lookedUp } from './indexes.ts'
import { type BindValue, keyText, type PrintOptions, print, type StagedTable } from './print/index.ts'
import type { Expr, Query } from './tree.ts'
import { encode, type Raw, type Session } from './values/index.ts'

/** A column of a relation as its rows come. */
export interface StagedColumn {
  /** Name in the relation: `RelationColumn.name`. */
  readonly name: string
  readonly type: SqlType
}

/** A query ready to run, as plain data: it may run in another thread than the one that made it. */
export interface Program {
  readonly sql: string
  readonly binds: Readonly<Record<string, Raw>>
  readonly types: readonly SqlType[]
  /** Numbers of columns for which a row-unpacking table function must exist. */
  readonly unpacked: readonly number[]
  /** What staged rows are looked up by: columns and expressions over them, as SQLite's text. */
  readonly indexes: readonly { readonly table: string; readonly key: string }[]
}

/** The statement that was printed last: a plan that runs page by page runs it again. */
interface LastPrinted {
  readonly query: Query
  readonly program: Omit<Program, 'binds'>
  readonly binds: readonly BindValue[]
}

/** The value of an expression without columns. */
export type Fold = (expr: Expr, parameters: readonly Value[]) => Value

/** Makes programs of queries, and knows where the rows of their relations are. */
export class Programs {
  readonly #tables = new Map<number, StagedTable>()
  readonly #fold: Fold
  session: Session
  #printed: LastPrinted | undefined

  constructor(session: Session, fold: Fold) {
    this.session = session
    this.#fold = fold
  }

  /** Gives the rows of relations their place. Columns are named by position: SQLite's names ignore case. */
  place(relations: readonly number[], columns: readonly StagedColumn[]): StagedTable {
    const table = { name: `t${relations[0]}`, columns: new Map(columns.map(({ name }, i) => [name, `c${i}`])) }
    for (const relation of relations) {
      if (this.#tables.has(relation)) throw new ZohoSqlError('INTERNAL', `relation ${relation} was staged before`)
      this.#tables.set(relation, table)
    }
    return table
  }

  /** @throws {ZohoSqlError} NOT_SUPPORTED; UNDEFINED_PARAMETER */
  make(query: Query, parameters: readonly Value[]): Program {
    if (this.#printed?.query !== query) this.#printed = this.#print(query, parameters)
    const { program, binds } = this.#printed
    const raw = (bind: BindValue): Raw => (bind.kind === 'constant' ? bind.value : this.#parameter(bind, parameters))
    return { ...program, binds: Object.fromEntries(binds.map((bind) => [bind.name, raw(bind)])) }
  }

  #print(query: Query, parameters: readonly Value[]): LastPrinted {
    const options: PrintOptions = {
      functions: functionPrinter,
      encode: (value, type) => encode(value, type, this.session),
      staged: (relation) => this.#tables.get(relation.id),
      fold: (expr) => this.#fold(expr, parameters),
    }
    const { sql, binds, unpacked } = print(query, options)
    const indexes = lookedUp(query).flatMap(({ relation, key: expr }) => {
      const table = this.#tables.get(relation)
      const key = table && keyText(expr, relation, table, options)
      return key === undefined ? [] : [{ table: table!.name, key }]
    })
    const types = query.columns.map(({ type }) => type)
    return { query, binds, program: { sql, types, unpacked: [...unpacked], indexes } }
  }

  #parameter({ index, type }: BindValue & { kind: 'parameter' }, parameters: readonly Value[]): Raw {
    const value = parameters[index]
    if (value === undefined) throw new ZohoSqlError('UNDEFINED_PARAMETER', `there is no parameter $${index + 1}`)
    return encode(value, type, this.session)
  }
}
