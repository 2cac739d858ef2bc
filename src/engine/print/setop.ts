import type { SqlType } from '../../base/types.ts'
import type { Body, SetOperation } from '../tree.ts'
import { columnList, type Printer } from './printer.ts'
import { allPlain, byAllColumns, distinctText } from './select.ts'

type PrintBody = (body: Body) => string

const nested = (query: string, columns: number): string => `SELECT ${columnList(columns, 'q.')} FROM (${query}) AS q`

/** An operand may stand bare where SQLite, which groups from the left, would read it the same. */
function operandText(body: Body, side: 'left' | 'right', columns: number, print: PrintBody): string {
  const bare = body.kind === 'select' || (body.kind !== 'query' && side === 'left')
  return bare ? print(body) : nested(print(body), columns)
}

/** SQLite takes 500 terms in one compound SELECT; longer chains are made of parts. */
const TERMS_MAX = 250

function native(op: string, node: SetOperation, columns: number, print: PrintBody): string {
  const terms = node.op === 'union' ? chain(node) : []
  if (terms.length > TERMS_MAX) return inParts(op, terms, columns, print)
  return `${operandText(node.left, 'left', columns, print)} ${op} ${operandText(node.right, 'right', columns, print)}`
}

/** The operands of a chain of one operation, which SQLite would read from the left. */
function chain({ op, all, left, right }: SetOperation): readonly Body[] {
  const operands = [right]
  let first = left
  while (first.kind === 'setop' && first.op === op && first.all === all) {
    operands.push(first.right)
    first = first.left
  }
  return [...operands, first].reverse()
}

function inParts(op: string, terms: readonly Body[], columns: number, print: PrintBody): string {
  const texts = terms.map((term) => operandText(term, 'right', columns, print))
  const parts = Array.from({ length: Math.ceil(texts.length / TERMS_MAX) }, (_, i) =>
    nested(texts.slice(i * TERMS_MAX, (i + 1) * TERMS_MAX).join(` ${op} `), columns),
  )
  return parts.join(` ${op} `)
}

/** Rows of both sides, with `t` 0 on the left and 1 on the right. */
function tagged(node: SetOperation, print: PrintBody): string {
  const side = (body: Body, tag: number) => `SELECT q.*, ${tag} AS t FROM (${print(body)}) AS q`
  return `${side(node.left, 0)} UNION ALL ${side(node.right, 1)}`
}

/** Of the left rows, numbered among equal ones (`n`): those with enough, or too few, partners on the right (`m`). */
const conditions = {
  intersect: { all: 'q.n <= q.m', distinct: 'q.n = 1 AND q.m > 0' },
  except: { all: 'q.n > q.m', distinct: 'q.n = 1 AND q.m = 0' },
}

/** INTERSECT and EXCEPT where SQLite's own do not serve: with ALL, or where equal values may look different. */
function countedText(
  node: SetOperation & { op: 'intersect' | 'except' },
  types: readonly SqlType[],
  print: PrintBody,
  p: Printer,
): string {
  const keys = byAllColumns(types, p)
  const counts = `row_number() OVER (PARTITION BY q.t, ${keys}) AS n, sum(q.t) OVER (PARTITION BY ${keys}) AS m`
  const counted = `SELECT q.*, ${counts} FROM (${tagged(node, print)}) AS q`
  return `${nested(counted, types.length)} WHERE q.t = 0 AND ${conditions[node.op][node.all ? 'all' : 'distinct']}`
}

export function setOperationText(node: SetOperation, types: readonly SqlType[], print: PrintBody, p: Printer): string {
  const { op, all } = node
  if (op === 'union') {
    if (all || allPlain(types, p)) return native(all ? 'UNION ALL' : 'UNION', node, types.length, print)
    return distinctText(native('UNION ALL', node, types.length, print), types, p)
  }
  if (all || !allPlain(types, p)) return countedText({ ...node, op }, types, print, p)
  return native(op.toUpperCase(), node, types.length, print)
}
