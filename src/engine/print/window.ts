import { ZohoSqlError } from '../../base/errors.ts'
import type { Frame, FrameBound, Window, WindowCall } from '../tree.ts'
import { literalText } from './literal.ts'
import type { Printer } from './printer.ts'
import { groupText, printedKey } from './sort.ts'

/** SQLite wants the offset of a frame as a constant. */
function offsetText(bound: FrameBound, side: 'starting' | 'ending', p: Printer): string {
  const offset = bound.offset
  if (offset === undefined) return bound.kind.toUpperCase()
  const value = offset.kind === 'literal' ? offset.value : p.fold(offset)
  if (value === null) throw new ZohoSqlError('NULL_NOT_ALLOWED', `frame ${side} offset must not be null`)
  const number = Number(value)
  if (Number.isNaN(number) || number < 0)
    throw new ZohoSqlError('INVALID_FRAME_OFFSET', `frame ${side} offset must not be negative`)
  return `${literalText({ kind: 'literal', value, type: offset.type }, p)} ${bound.kind.toUpperCase()}`
}

function frameText(frame: Frame, p: Printer): string {
  const exclude = frame.exclude ? ` EXCLUDE ${frame.exclude.toUpperCase()}` : ''
  return `${frame.unit.toUpperCase()} BETWEEN ${offsetText(frame.start, 'starting', p)} AND ${offsetText(frame.end, 'ending', p)}${exclude}`
}

function windowText(window: Window, p: Printer): string {
  const parts: string[] = []
  if (window.partitionBy.length > 0) {
    parts.push(`PARTITION BY ${window.partitionBy.map((expr) => groupText(expr, p)).join(', ')}`)
  }
  if (window.orderBy.length > 0) {
    parts.push(`ORDER BY ${window.orderBy.map((key) => printedKey(key, p).term).join(', ')}`)
  }
  if (window.frame) parts.push(frameText(window.frame, p))
  return `(${parts.join(' ')})`
}

export const windowCallText = (e: WindowCall, p: Printer): string =>
  p.functions.printAggregate(e.fn, {
    args: e.args.map(p.expr),
    argTypes: e.args.map((arg) => arg.type),
    distinct: false,
    orderBy: [],
    withinGroup: [],
    filter: e.filter && p.expr(e.filter),
    over: windowText(e.window, p),
  })
