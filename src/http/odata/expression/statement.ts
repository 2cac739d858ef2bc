import type { SqlType } from '../../../base/types.ts'
import { typeText } from '../../api/tables.ts'

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The parameters and the aliases of a statement that is being made. */
export class StatementParts {
  readonly parameters: unknown[] = []
  #aliases = 0

  /** A value, with the type that it has: what stands next to it need not tell. */
  bind(value: unknown, type: SqlType | string): string {
    this.parameters.push(value)
    return `CAST($${this.parameters.length} AS ${typeof type === 'string' ? type : typeText(type)})`
  }

  /** A name for a table that nothing else has. */
  alias(): string {
    return `t${this.#aliases++}`
  }
}
