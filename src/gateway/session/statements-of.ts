import { setImmediate } from 'node:timers/promises'
import { type StatementText, statementsIn } from '../../sql/lex.ts'

/** The statements of a script, however long: other sessions have their turn while it is read. */
export async function statementsOf(script: string): Promise<StatementText[]> {
  const found: StatementText[] = []
  for (const statement of statementsIn(script)) {
    if (statement) found.push(statement)
    else await setImmediate()
  }
  return found
}
