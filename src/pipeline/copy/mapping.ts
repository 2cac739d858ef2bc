import { ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import { type SqlType, text } from '../../base/types.ts'
import type { Cell, FormatColumn, FormatRow } from '../../output/index.ts'
import { type ExpressionScope, formatTime, isObject, type KnownNames } from '../expression/index.ts'
import { compile, type Dynamic, JsonNode, resolve } from '../factory/index.ts'
import type { StoreRows } from '../stores/stores.ts'

/** Which columns go where, and in what form. */
export interface Translator {
  /** Undefined: every column, by its name. */
  readonly mappings: readonly Mapped[] | undefined
  /** For columns of instants that are written as text. */
  readonly dateTimeFormat: string | undefined
  readonly booleanAsNumber: boolean
}

interface Mapped {
  readonly source: { readonly name?: string; readonly ordinal?: number }
  readonly sink: string
  readonly type: string | undefined
  readonly format: string | undefined
}

const plainTranslator: Translator = { mappings: undefined, dateTimeFormat: undefined, booleanAsNumber: false }

/**
 * The translator of a Copy activity. As a whole it may be an expression, and is then read when it has its value.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID
 */
export function readTranslator(node: JsonNode, names: KnownNames): (scope: ExpressionScope) => Translator {
  if (!node.isThere) return () => plainTranslator
  const dynamic: Dynamic = compile(node, names)
  const isWhole = dynamic.kind === 'template'
  // What is wrong with it is found now, unless it is computed.
  if (!isWhole) read(node)
  return (scope) => read(new JsonNode(resolve(dynamic, scope), node.at))
}

function read(node: JsonNode): Translator {
  node.member('type').oneOf(['TabularTranslator'])
  const settings = node.member('typeConversionSettings')
  const culture = settings.member('culture')
  if (culture.isThere && !/^(en-us|)$/i.test(culture.text()))
    throw culture.refusal('Of cultures en-us alone is supported.')
  const dateTimeFormat =
    settings.member('dateTimeFormat').optionalText() ?? settings.member('dateTimeOffsetFormat').optionalText()
  const booleans = settings.member('treatBooleanAsNumber')
  settings.done(['allowDataTruncation', 'timeSpanFormat', 'dateTimeOffsetFormat', 'timeFormat', 'dateFormat'])
  const reference = node.member('collectionReference')
  if (reference.optionalText()) throw reference.refusal('A collection reference is for hierarchical sources.')
  const mappings = mappingsOf(node)
  node.done(['typeConversion', 'mapComplexValuesToString'])
  return { mappings, dateTimeFormat, booleanAsNumber: booleans.isThere && booleans.flag() }
}

function mappingsOf(node: JsonNode): readonly Mapped[] | undefined {
  const [mappings, columns, schema] = [
    node.member('mappings'),
    node.member('columnMappings'),
    node.member('schemaMapping'),
  ]
  if (mappings.isThere) return mappings.elements().map(readMapped)
  if (columns.isThere) return legacy(columns)
  if (schema.isThere) return schema.members().map(([name, sink]) => plainly(name, sink.text()))
  return undefined
}

const plainly = (name: string, sink: string): Mapped => ({ source: { name }, sink, type: undefined, format: undefined })

/** `a: b, c: d`, or an object. */
function legacy(node: JsonNode): readonly Mapped[] {
  if (isObject(node.value)) return node.members().map(([name, sink]) => plainly(name, sink.text()))
  return node
    .text()
    .split(',')
    .map((pair) => {
      const [name = '', sink] = pair.split(':').map((part) => part.trim())
      if (!sink) throw node.refusal(`"${pair}" names no column to copy to.`, 'The form is "a: b, c: d".')
      return plainly(name, sink)
    })
}

function readMapped(node: JsonNode): Mapped {
  const [source, sink] = [node.member('source'), node.member('sink')]
  const ordinal = source.member('ordinal')
  const name = source.member('name').optionalText() ?? rootField(source.member('path'))
  const mapped: Mapped = {
    source: { name, ordinal: ordinal.isThere ? ordinalOf(ordinal) : undefined },
    sink: sink.member('name').optionalText() ?? rootField(sink.member('path')) ?? missing(sink),
    type: sink.member('type').optionalText(),
    format: sink.member('format').optionalText() ?? source.member('format').optionalText(),
  }
  if (name === undefined && mapped.source.ordinal === undefined)
    throw source.wrong('the name, ordinal or path of a column')
  const harmless = ['type', 'physicalType', 'culture', 'format']
  source.done(harmless)
  sink.done([...harmless, 'ordinal'])
  node.done()
  return mapped
}

function missing(sink: JsonNode): never {
  throw sink.wrong('the name of a column')
}

/** Ordinals count from 1. */
function ordinalOf(node: JsonNode): number {
  const ordinal = Number(node.value)
  if (Number.isSafeInteger(ordinal) && ordinal > 0) return ordinal
  throw node.wrong('a number from 1')
}

/** `$['Name']`, `$.Name`: a field of the root is a column; anything deeper is not here. */
function rootField(node: JsonNode): string | undefined {
  const path = node.optionalText()
  if (path === undefined) return undefined
  const found = /^\$?(?:\['([^']+)'\]|\.([A-Za-z_]\w*))$/.exec(path)
  if (!found) throw node.refusal(`The path "${path}" leads deeper than the fields of a row.`)
  return found[1] ?? found[2]
}

interface MappingStep {
  readonly index: number
  readonly column: FormatColumn
  readonly convert: (value: Exclude<Cell, null>) => Cell
}

/**
 * The rows as the sink is to have them.
 *
 * @throws {ZohoSqlError} UNDEFINED_COLUMN a mapping names a column that the source has not
 */
export function translated(rows: StoreRows, translator: Translator): StoreRows {
  const { mappings } = translator
  const steps = mappings
    ? mappings.map((mapped) => stepOf(mapped, rows.columns, translator))
    : rows.columns.map((column, index) => ({ index, ...conversion(column, undefined, undefined, translator) }))
  async function* batches() {
    for await (const batch of rows.batches) yield batch.map((row) => steps.map((step) => cellOf(row, step)))
  }
  return { ...rows, columns: steps.map(({ column }) => column), batches: batches() }
}

const cellOf = (row: FormatRow, { index, convert }: MappingStep): Cell => {
  const value = row[index]!
  return value === null ? null : convert(value)
}

function stepOf(
  { source, sink, type, format }: Mapped,
  columns: readonly FormatColumn[],
  translator: Translator,
): MappingStep {
  const index = source.name === undefined ? source.ordinal! - 1 : columns.findIndex(({ name }) => name === source.name)
  const column = columns[index]
  if (!column) {
    const wanted = source.name ?? `number ${source.ordinal}`
    const names = columns.map(({ name }) => name)
    throw new ZohoSqlError('UNDEFINED_COLUMN', `The mapping names the column ${wanted}, which the source has not.`, {
      hint: `Its columns are ${nearest(wanted, names).join(', ') || names.join(', ')}.`,
    })
  }
  return { index, ...conversion({ ...column, name: sink }, type, format, translator) }
}

const isInstant = ({ name }: SqlType): boolean => name === 'timestamptz' || name === 'timestamp'

/** A format makes texts of instants; `treatBooleanAsNumber` numbers of booleans. */
function conversion(
  column: FormatColumn,
  type: string | undefined,
  format: string | undefined,
  translator: Translator,
) {
  const form = format ?? translator.dateTimeFormat
  if (form !== undefined && isInstant(column.sqlType)) {
    return {
      column: { ...column, sqlType: text },
      convert: (value: Exclude<Cell, null>): Cell => formatTime(String(value), form),
    }
  }
  if (column.sqlType.name === 'boolean' && translator.booleanAsNumber) {
    return {
      column: { ...column, sqlType: { name: 'integer' } as SqlType },
      convert: (value: Exclude<Cell, null>): Cell => Number(value),
    }
  }
  if (type?.toLowerCase() === 'string')
    return { column: { ...column, sqlType: text }, convert: (value: Exclude<Cell, null>): Cell => String(value) }
  return { column, convert: (value: Exclude<Cell, null>): Cell => value }
}
