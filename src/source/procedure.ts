import type { SqlType, Value } from '../base/types.ts'
import type { ReadContext } from './context.ts'

/** Something a service does that is no row write, called by CALL. */
export interface Procedure {
  readonly name: string
  readonly description: string
  /** What calling it costs. */
  readonly credits: number
  /** It changes nothing. */
  readonly reads: boolean
  readonly parameters: readonly ProcedureParameter[]
  /** Of the one row that tells what was done. */
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
  /**
   * Does it, once. Values are texts in the order of the parameters; NULL where nothing was given.
   *
   * @throws {ZohoSqlError} what the remote system refuses · 08007 where its answer was lost
   */
  call(values: readonly (string | null)[], context: ReadContext): Promise<readonly Value[]>
}

export interface ProcedureParameter {
  readonly name: string
  readonly type: SqlType
  readonly required: boolean
}
