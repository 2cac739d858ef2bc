import { setImmediate } from 'node:timers/promises'
import { isZohoSqlError } from '../../base/errors.ts'
import { readCommand } from '../../session/index.ts'
import { parse } from '../../sql/index.ts'
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

/**
 * What of a script is to be run: PostgreSQL reads all of it before it begins, so that of a script with one statement that
 * is no SQL nothing is done but to say so.
 */
export async function runnable(statements: readonly StatementText[]): Promise<readonly StatementText[]> {
  if (statements.length < 2) return statements
  for (const statement of statements) {
    if (isBroken(statement)) return [statement]
    await setImmediate()
  }
  return statements
}

function isBroken({ text }: StatementText): boolean {
  try {
    const { kind } = readCommand(text)
    if (kind === 'query' || kind === 'change') parse(text)
    return false
  } catch (error) {
    return isZohoSqlError(error) && error.sqlState === '42601'
  }
}
