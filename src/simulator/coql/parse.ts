import { SyntaxError as GrammarError, parse } from '../../../grammar/coql.peggy'
import { SimRefusal } from '../refusal.ts'
import { type CoqlSelect, subqueryOf, testsOf } from './ast.ts'

/** Readings of the grammar that Zoho's documentation leaves open; see the head of `grammar/coql.peggy`. */
export interface ParseOptions {
  readonly flatConditions?: boolean
  readonly backslashEscapes?: boolean
  readonly lowerNullTest?: boolean
}

/** Reads a COQL text; throws the {@link SimRefusal} that Zoho gives before it looks at any name. */
export function parseCoql(text: string, options: ParseOptions = {}): CoqlSelect {
  const query = readTree(text, options)
  requireClauses(query)
  return query
}

function readTree(text: string, options: ParseOptions): CoqlSelect {
  try {
    return parse(text, { ...options }) as CoqlSelect
  } catch (error) {
    if (error instanceof GrammarError) throw refusalOf(error, text)
    if (error instanceof RangeError) throw syntaxError({}, 'parsing took too long')
    throw error
  }
}

const syntaxError = (details: object, message: string): SimRefusal =>
  new SimRefusal(400, 'SYNTAX_ERROR', details, message)

/** Errors the grammar raises by name; their messages are Zoho's. */
const named: Readonly<Record<string, (found: string) => SimRefusal>> = {
  'error occured while parsing the query': () =>
    syntaxError({ near: 'where' }, 'error occured while parsing the query'),
  'operator not supported': () => syntaxError({ operator: 'not' }, 'operator not supported'),
  'given coql query not supported': () => syntaxError({}, 'given coql query not supported'),
  'unsupported aggregate function': (found) => {
    const reason = 'unsupported aggregate function'
    return new SimRefusal(400, 'INVALID_DATA', { reason, column: found }, 'invalid data')
  },
}

function refusalOf(error: GrammarError, text: string): SimRefusal {
  const { start, end } = error.location
  const refusal = named[error.message]
  if (refusal) return refusal(text.slice(start.offset, end.offset))
  return syntaxError({ line: start.line, column: start.column, near: tokenAt(text, start.offset) }, 'unexpected token')
}

/** The word, string, operator or single sign that starts at an offset; empty at the end of the text. */
function tokenAt(text: string, offset: number): string {
  const token = /[A-Za-z0-9_]+|'[^']*'?|"[^"]*"?|[=<>!]+|./sy
  token.lastIndex = offset
  return token.exec(text)?.[0] ?? ''
}

function requireClauses(query: CoqlSelect): void {
  if (query.from === null) throw syntaxError({ clause: 'from' }, 'missing clause')
  if (query.where === null) throw syntaxError({ clause: 'where' }, 'missing clause')
  for (const test of testsOf(query.where)) {
    const inner = subqueryOf(test)
    if (inner) requireClauses(inner)
  }
}
