/** What `/fields`, `/layouts` and `/organizationModules` answer, reduced to what this package uses. */
import { isObject } from '../../../base/json.ts'
import type { AnswerRow } from '../../kit/rows.ts'

export interface DeskFieldMeta {
  readonly apiName: string
  readonly label: string
  /** In lower case: its letters vary. */
  readonly type: string
  readonly custom: boolean
  readonly mandatory: boolean
  readonly length: number | undefined
  readonly decimals: number | undefined
  readonly values: readonly string[]
  /** Module that a lookup leads to. */
  readonly target: string | undefined
}

export interface DeskModuleMeta {
  readonly apiName: string
  readonly label: string
}

const object = (value: unknown): AnswerRow => (isObject(value) ? value : {})
const words = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const number = (value: unknown): number | undefined => (Number.isSafeInteger(value) ? (value as number) : undefined)

export const listOf = (value: unknown): readonly AnswerRow[] => (Array.isArray(value) ? value.filter(isObject) : [])
export const dataOf = (answer: unknown): readonly AnswerRow[] => listOf(object(answer).data)

const valuesOf = (field: AnswerRow): string[] => listOf(field.allowedValues).flatMap(({ value }) => words(value) ?? [])

const readField = (field: AnswerRow): DeskFieldMeta[] => {
  const apiName = words(field.apiName)
  if (apiName === undefined) return []
  const lookup = object(object(field.lookup).module)
  return [
    {
      apiName,
      label: words(field.displayLabel) ?? words(field.i18NLabel) ?? apiName,
      type: String(field.type ?? 'text').toLowerCase(),
      custom: field.isCustomField === true || apiName.startsWith('cf_'),
      mandatory: field.isMandatory === true,
      length: number(field.maxLength),
      decimals: number(field.decimalPlaces),
      values: valuesOf(field),
      target: words(lookup.apiName),
    },
  ]
}

export const readFields = (answer: unknown): DeskFieldMeta[] => dataOf(answer).flatMap(readField)

/** Values of picklists by field, as a layout has them. */
export const readLayout = (answer: unknown): ReadonlyMap<string, readonly string[]> =>
  new Map(
    listOf(object(answer).sections)
      .flatMap(({ fields }) => listOf(fields))
      .flatMap(readField)
      .map(({ apiName, values }) => [apiName, values]),
  )

export const readModules = (answer: unknown): DeskModuleMeta[] =>
  dataOf(answer).flatMap(({ apiName, displayLabel }) => {
    const name = words(apiName)
    return name === undefined ? [] : [{ apiName: name, label: words(displayLabel) ?? name }]
  })

/** Picklists without a value: on some portals they stand in layouts only (facts 13). */
export const lacksValues = (fields: readonly DeskFieldMeta[]): boolean =>
  fields.some(({ type, values }) => /^(picklist|multiselect)$/.test(type) && values.length === 0)
