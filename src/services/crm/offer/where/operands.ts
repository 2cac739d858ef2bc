/** Literals of conditions as COQL takes them. */
import type { Column, Constant } from '../../../../source/index.ts'
import { shownAs } from '../../catalog/columns.ts'
import { type CoqlValue, numberValue, textValue } from '../../query.ts'
import type { Family } from './family.ts'
import type { WhereOptions } from './translation.ts'

/** A picklist's value under each name that Zoho may compare it by: stored, and shown where that differs (facts 11.38). */
export const spellings = (column: Column, constant: Constant): Constant[] =>
  column.fieldType === 'picklist'
    ? [constant, ...shownAs(column, String(constant.value)).map((value) => ({ ...constant, value }))]
    : [constant]

export function operandsOf(
  column: Column,
  constant: Constant,
  op: '=' | '<>',
  family: Family,
  options: WhereOptions,
): CoqlOperand[] {
  const known = operand(column, constant, op, family, options)
  return spellings(column, constant).map((spelling, index) => {
    const sent = index === 0 ? known : textOperand(spelling, options)
    return { ...known, value: sent.value }
  })
}

export interface CoqlOperand {
  readonly value?: CoqlValue
  readonly exact: boolean
  readonly why: string
}

/** The literal for an equality. */
export function operand(
  column: Column,
  constant: Constant,
  op: '=' | '<>',
  family: Family,
  options: WhereOptions,
): CoqlOperand {
  switch (family) {
    case 'id':
    case 'lookup':
      return idOperand(constant)
    case 'picklist':
      return picklistOperand(column, constant, options)
    case 'text':
      return textOperand(constant, options)
    case 'number':
      return numberOperand(column, constant)
    case 'date':
      return dateOperand(constant)
    case 'datetime':
      return datetimeOperand(constant)
    default:
      return { exact: false, why: `COQL has no ${op} that fits ${column.fieldType}` }
  }
}

export function idOperand(constant: Constant): CoqlOperand {
  const digits = String(constant.value)
  // ASSUMPTION: ids are positive; anything else cannot be one and Zoho might refuse it as a value.
  if (!/^[1-9]\d{0,18}$/.test(digits)) return { exact: false, why: `${digits} cannot be an id` }
  return { value: textValue(digits), exact: true, why: 'ids compare exactly' }
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

/** Facts 11.1, 11.12, 11.13, 11.34. */
function textOperand(constant: Constant, options: WhereOptions): CoqlOperand {
  const text = String(constant.value)
  if (text === '') return { exact: false, why: "Zoho stores no empty text; what = '' means there is not documented" }
  if (text !== text.trim()) return { exact: false, why: 'how Zoho compares blanks at the ends is not documented' }
  if (text.includes('\\')) return { exact: false, why: 'what a backslash means to COQL is not documented' }
  return {
    value: textValue(text),
    exact: options.textComparison === 'server',
    why: "Zoho's comparison of text may ignore case: checked again here",
  }
}

/** Exact where the known values differ by more than case, so that no folding can confuse them. */
function picklistOperand(column: Column, constant: Constant, options: WhereOptions): CoqlOperand {
  const text = String(constant.value)
  const known = column.picklist ?? []
  const alike = known.filter((value) => fold(value) === fold(text))
  const plain = textOperand(constant, options)
  if (plain.value && alike.length === 1 && alike[0] === text)
    return { ...plain, exact: true, why: 'a value of the picklist, unlike the others by more than case' }
  return plain
}

/** Digits with up to this many significant places are the same number as a double and as a decimal. */
const SIGNIFICANT_DIGITS_MAX = 15

function plainDecimal(value: number | string): string | undefined {
  const text = String(value)
  if (/^-?\d+(\.\d+)?$/.test(text)) return text
  const number = Number(text)
  if (!Number.isFinite(number) || Math.abs(number) >= 1e15) return undefined
  const fixed = number.toFixed(12).replace(/\.?0+$/, '')
  return Number(fixed) === number ? fixed : undefined
}

function numberOperand(column: Column, constant: Constant): CoqlOperand {
  const written = plainDecimal(constant.value as number | string)
  const text = written?.includes('.') ? written.replace(/\.?0+$/, '') : written
  if (text === undefined) return { exact: false, why: `${constant.value} cannot be written for COQL` }
  const [, fraction = ''] = text.split('.')
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '').length
  const whole = column.type.name === 'integer' || column.type.name === 'bigint'
  const scale = column.type.name === 'numeric' ? (column.type.scale ?? 0) : whole ? 0 : SIGNIFICANT_DIGITS_MAX
  if (fraction.length > scale) return { exact: false, why: `${text} has more decimal places than the column` }
  const limit = whole ? 19 : SIGNIFICANT_DIGITS_MAX
  if (digits > limit) return { exact: false, why: `${text} has more digits than a double can tell apart` }
  return { value: numberValue(text), exact: true, why: 'numbers compare exactly' }
}

function dateOperand(constant: Constant): CoqlOperand {
  const text = String(constant.value)
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return { exact: false, why: `${text} is no date that COQL can read` }
  return { value: textValue(text), exact: true, why: 'dates compare exactly' }
}

/** `2026-03-09T14:05:00+00:00`: offset given, no fraction of a second (facts 11.19). */
export function instantText(milliseconds: number): string | undefined {
  const instant = new Date(milliseconds)
  const text = Number.isNaN(instant.getTime()) ? '' : instant.toISOString()
  return /^\d{4}-/.test(text) ? `${text.slice(0, 19)}+00:00` : undefined
}

export function datetimeOperand(constant: Constant): CoqlOperand {
  const milliseconds = Number(constant.value)
  const text = instantText(milliseconds)
  if (!text || milliseconds % 1000 !== 0) return { exact: false, why: 'COQL takes whole seconds only' }
  return { value: textValue(text), exact: true, why: 'instants compare exactly' }
}
