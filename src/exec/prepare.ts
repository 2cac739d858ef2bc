import { type ParsedStatement, parse } from '../sql/index.ts'
import type { Account } from './account.ts'
import { withinStack } from './depth.ts'
import { hinted } from './hints.ts'
import type { Parameters } from './parameters.ts'
import { type Analysis, type DeclaredTypes, QueryStatement } from './statement.ts'
import { turn } from './turns.ts'
import { callIn, PreparedCall } from './write/call.ts'
import { ChangeStatement } from './write/statement.ts'

/** A statement ready to run, whichever it is. */
export type PreparedStatement = QueryStatement | ChangeStatement | PreparedCall

async function read(text: string): Promise<ParsedStatement> {
  await turn(text)
  const parsed = withinStack(() => parse(text))
  await turn(text)
  return parsed
}

/**
 * Parses, binds and plans one statement: nothing but metadata is read.
 *
 * @throws {ZohoSqlError} whatever is wrong with the text, its names, types or parameters, with its position
 */
export function prepare(
  text: string,
  parameters: Parameters,
  account: Account,
  signal: AbortSignal,
  declared?: DeclaredTypes,
): Promise<PreparedStatement> {
  return hinted(text, async () => {
    const parsed = await read(text)
    const { statement } = parsed
    if ('change' in statement)
      return ChangeStatement.prepare(parsed, statement.change, parameters, account, signal, declared)
    const call = callIn(statement)
    if (call) return PreparedCall.prepare(parsed, call, parameters, account, signal, declared)
    return QueryStatement.prepare(parsed, parameters, account, signal, { declared })
  })
}

/** What a statement gives and takes, told without values for its parameters. */
export function analyse(
  text: string,
  account: Account,
  signal: AbortSignal,
  declared?: DeclaredTypes,
): Promise<Analysis> {
  return hinted(text, async () => {
    const parsed = await read(text)
    const { statement } = parsed
    if ('change' in statement) return ChangeStatement.analyse(parsed, statement.change, account, signal, declared)
    const call = callIn(statement)
    if (call) return PreparedCall.analyse(parsed, call, account, signal, declared)
    return QueryStatement.analyse(parsed, account, signal, declared)
  })
}
