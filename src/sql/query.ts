import type { SqlQuery } from './ast/index.ts'
import { maskQuery } from './mask.ts'
import type { TokenReader } from './reader.ts'
import { restoreQuery } from './restore.ts'

/** One query, up to the bracket, semicolon or end that follows it: masked, read by node-sql-parser, put together again. */
export function readQuery(r: TokenReader): SqlQuery {
  const at = r.at
  return r.nested(() => restoreQuery(maskQuery(r), r, at))
}

/** The same within brackets. */
export const readBracketedQuery = (r: TokenReader): SqlQuery => r.parenthesized(() => readQuery(r))
