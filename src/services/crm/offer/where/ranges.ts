/** Comparisons of order. */
import type { Column, Constant } from '../../../../source/index.ts'
import { type CoqlTest, textValue } from '../../query.ts'
import type { Family } from './family.ts'
import { type CoqlOperand, datetimeOperand, idOperand, instantText, operand } from './operands.ts'
import { local, superset, type Translation } from './translation.ts'

export function range(
  column: Column,
  op: '<' | '<=' | '>' | '>=',
  constant: Constant,
  name: string,
  family: Family,
): Translation {
  switch (family) {
    case 'id':
      return idRange(op, constant, name)
    case 'number':
    case 'date':
      return rangeOf(
        op,
        operand(column, constant, '=', family, { columnName: () => name, textComparison: 'exact', inMax: 1 }),
        name,
      )
    case 'datetime':
      return datetimeRange(op, constant, name)
    default:
      return local(`the order of ${column.fieldType} values at Zoho is not documented`)
  }
}

function rangeOf(op: '<' | '<=' | '>' | '>=', { value, exact: same, why }: CoqlOperand, name: string): Translation {
  return value === undefined
    ? local(why)
    : { condition: { kind: 'compare', column: name, op, value }, exact: same, why }
}

/** Only > and < are shown for id; >= and <= are the neighbours' (facts 6.5). */
function idRange(op: '<' | '<=' | '>' | '>=', constant: Constant, name: string): Translation {
  const shift = op === '>=' ? -1n : op === '<=' ? 1n : 0n
  const whole = wholeBound(String(constant.value), op === '<' || op === '>=')
  if (whole === undefined) return local('compared with what can be no id')
  const bound: Constant = { value: String(whole + shift), type: constant.type }
  return rangeOf(op === '>' || op === '>=' ? '>' : '<', idOperand(bound), name)
}

/** An id is a whole number: one below 3.5 is one below 4, one above it one above 3. */
function wholeBound(text: string, up: boolean): bigint | undefined {
  const parts = /^(-?\d+)(?:\.(\d*))?$/.exec(text)
  if (!parts) return undefined
  const whole = BigInt(parts[1]!)
  if (!/[1-9]/.test(parts[2] ?? '')) return whole
  const negative = text.startsWith('-')
  return negative === up ? whole : whole + (up ? 1n : -1n)
}

/** Zoho's instants have whole seconds, so a bound between two of them moves to the one that loses nothing. */
function datetimeRange(op: '<' | '<=' | '>' | '>=', constant: Constant, name: string): Translation {
  const milliseconds = Number(constant.value)
  const whole = datetimeOperand(constant)
  if (whole.value) return rangeOf(op, whole, name)
  const up = op === '<' || op === '<='
  const text = instantText((up ? Math.ceil(milliseconds / 1000) : Math.floor(milliseconds / 1000)) * 1000)
  if (!text) return local('outside the years that COQL can read')
  const condition: CoqlTest = { kind: 'compare', column: name, op: up ? '<=' : '>=', value: textValue(text) }
  return superset(condition, 'the bound lies within a second: widened, checked again here')
}
