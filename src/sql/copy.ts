import type { CopyFrom, Name, TableRef } from './ast/index.ts'
import { syntaxErrorAt } from './errors.ts'
import { readRelation } from './from.ts'
import type { TokenReader } from './reader.ts'

/**
 * `COPY t [(columns)] FROM STDIN [[WITH] (options)]`; undefined where it is a COPY that reads, and nothing was taken.
 * What the options mean is for the door that has the data.
 */
export function readCopy(r: TokenReader): CopyFrom | undefined {
  const head = r.attempt(() => readHead(r))
  return head && { kind: 'copyFrom', ...head, options: readOptions(r) }
}

interface Head {
  readonly table: TableRef
  readonly columns: readonly Name[]
  readonly at: number
}

function readHead(r: TokenReader): Head | undefined {
  const { start: at } = r.next()
  if (r.sees('(')) return undefined
  const table = readRelation(r, r.at)
  const columns = r.sees('(') ? r.parenthesized(() => r.list(() => r.name())) : []
  return r.accept('from', 'stdin') ? { table, columns, at } : undefined
}

type CopyOptionValues = Record<string, string | true | readonly string[]>

function readOptions(r: TokenReader): CopyOptionValues {
  const announced = r.accept('with')
  if (r.sees('(')) return Object.fromEntries(r.parenthesized(() => r.list(() => readOption(r))))
  const options: CopyOptionValues = {}
  // The form before PostgreSQL 9.0: words in a row.
  for (let token = r.peek(); token?.kind === 'word'; token = r.peek()) addOldOption(r, options)
  if (announced && Object.keys(options).length === 0) throw r.fail()
  return options
}

function readOption(r: TokenReader): [string, CopyOptionValues[string]] {
  const name = r.label().text.toLowerCase()
  if (r.sees(',') || r.sees(')')) return [name, true]
  if (r.accept('*')) return [name, '*']
  return [name, r.sees('(') ? r.parenthesized(() => r.list(() => r.name().text)) : readValue(r)]
}

const readValue = (r: TokenReader): string => (r.seesPlainString ? r.string() : r.next().text.toLowerCase())

function addOldOption(r: TokenReader, options: CopyOptionValues): void {
  const { at } = r
  const word = r.label().text.toLowerCase()
  if (word === 'csv') options.format = 'csv'
  else if (word === 'header') options.header = true
  else if (/^(delimiter|null|quote|escape|encoding)$/.test(word)) {
    r.accept('as')
    options[word] = r.string()
  } else throw syntaxErrorAt(at, `syntax error at or near "${word}"`)
}
