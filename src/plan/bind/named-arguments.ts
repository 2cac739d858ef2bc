import { byName } from '../../base/by-name.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { refuse } from './errors.ts'

/** Names of parameters, for the functions whose arguments people name; `= 0`: may be left out. */
const parameters: Readonly<Record<string, readonly string[]>> = byName({
  make_interval: ['years = 0', 'months = 0', 'weeks = 0', 'days = 0', 'hours = 0', 'mins = 0', 'secs = 0'],
  make_date: ['year', 'month', 'day'],
  make_time: ['hour', 'min', 'sec'],
  make_timestamp: ['year', 'month', 'mday', 'hour', 'min', 'sec'],
  make_timestamptz: ['year', 'month', 'mday', 'hour', 'min', 'sec', 'timezone'],
})

/** The call with every argument in its place. */
export function inPlace(node: Ast.SqlCall, name: string): Ast.SqlCall {
  const { names, args, at } = node
  if (!names) return node
  const known = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  if (!known)
    return refuse('NOT_SUPPORTED', `named arguments of ${name} are not supported`, at, 'Give them by position.')
  const slots = known.map((text): Ast.SqlExpr | undefined =>
    text.endsWith(' = 0') ? { kind: 'number', text: '0', at } : undefined,
  )
  args.forEach((arg, i) => {
    const word = names[i]?.text.toLowerCase()
    const place = word === undefined ? i : known.findIndex((text) => text.split(' ')[0] === word)
    if (place < 0 || (word !== undefined && !names[place] && place < names.findIndex(Boolean)))
      refuse('UNDEFINED_FUNCTION', `function ${name} has no argument "${word}" to be named here`, arg.at)
    slots[place] = arg
  })
  // What may be left out at the end is left out; a gap before it is a missing argument.
  const filled = slots.slice(0, slots.findLastIndex((slot) => slot !== undefined) + 1)
  if (filled.includes(undefined)) refuse('UNDEFINED_FUNCTION', `function ${name} lacks an argument`, at)
  const { names: _, ...rest } = node
  return { ...rest, args: filled as Ast.SqlExpr[] }
}
