/** Equality, and lists of values. */
import { chunks } from '../../../../base/chunks.ts'
import type { Column, Constant } from '../../../../source/index.ts'
import { both, type CoqlCondition, type CoqlTest, textValue } from '../../query.ts'
import type { Family } from './family.ts'
import { operandsOf, spellings } from './operands.ts'
import { range } from './ranges.ts'
import { exact, local, type Translation, type WhereOptions } from './translation.ts'

export function membership(
  column: Column,
  constants: readonly Constant[],
  negated: boolean,
  name: string,
  family: Family,
  options: WhereOptions,
): Translation {
  if (constants.length === 1 && spellings(column, constants[0]!).length === 1) {
    return compare(column, negated ? '<>' : '=', constants[0]!, name, family, options)
  }
  if (family === 'boolean') return local('COQL compares booleans one at a time')
  const operands = constants.flatMap((constant) => operandsOf(column, constant, negated ? '<>' : '=', family, options))
  const refused = operands.find((o) => o.value === undefined)
  if (refused) return local(refused.why)
  const values = operands.map((o) => o.value!)
  const lists = chunks(values, options.inMax).map(
    (part): CoqlTest => ({ kind: 'in', column: name, values: part, negated }),
  )
  const inexact = operands.find((o) => !o.exact)
  if (negated && inexact) return local(inexact.why)
  const joined: CoqlCondition = lists.length === 1 ? lists[0]! : { kind: negated ? 'and' : 'or', terms: lists }
  const condition = negated ? guarded(joined, name, family) : joined
  return { condition, exact: !inexact, why: inexact?.why ?? operands[0]!.why }
}

/** Whether NOT forms keep nulls is not documented, SQL's do not: say so (facts 11.2). */
const guarded = (condition: CoqlCondition, name: string, family: Family): CoqlCondition =>
  family === 'id' ? condition : both(condition, { kind: 'null', column: name, negated: true })!

export function compare(
  column: Column,
  op: '=' | '<>' | '<' | '<=' | '>' | '>=',
  constant: Constant,
  name: string,
  family: Family,
  options: WhereOptions,
): Translation {
  if (family === 'boolean') return booleanTest(op, constant, name)
  if (op !== '=' && op !== '<>') return range(column, op, constant, name, family)
  const operands = operandsOf(column, constant, op, family, options)
  if (operands.length > 1) return membership(column, [constant], op === '<>', name, family, options)
  const { value, exact: same, why } = operands[0]!
  if (value === undefined) return local(why)
  if (op === '=') return { condition: { kind: 'compare', column: name, op: '=', value }, exact: same, why }
  if (!same) return local(why)
  return exact(guarded({ kind: 'compare', column: name, op: '!=', value }, name, family), why)
}

/** Only `= 'true'` and `= 'false'` exist (facts 11.18). Ordering of booleans is not worth a word. */
function booleanTest(op: string, constant: Constant, name: string): Translation {
  if ((op !== '=' && op !== '<>') || typeof constant.value !== 'boolean') return local('COQL has = for booleans only')
  const value = textValue(String(op === '=' ? constant.value : !constant.value))
  return exact({ kind: 'compare', column: name, op: '=', value }, 'booleans compare exactly')
}
