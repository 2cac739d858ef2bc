/** What a bulk-write job asks for: read from its JSON and the header of its file, and refused as Zoho does. */
import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import type { JsonObject } from '../../base/json.ts'
import { isObject } from '../../base/json.ts'
import { SimRefusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { type BulkColumn, formatPattern } from './bulk-cells.ts'

export type BulkOperation = 'insert' | 'update' | 'upsert'
const operations = ['insert', 'update', 'upsert']
const closedModules = ['Users', 'Quotes', 'Invoices', 'Sales_Orders', 'Purchase_Orders', 'Attachments']
const columnsMax = 200

export interface BulkWriteRequest {
  readonly operation: BulkOperation
  readonly ignoreEmpty: boolean
  readonly module: StoredModule
  readonly findBy: string | undefined
  readonly columns: readonly BulkColumn[]
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** As they were sent, for the status. */
  readonly mappings: readonly JsonObject[]
  readonly fileName: string
}

/** An uploaded file. */
export interface Upload {
  readonly bytes: Buffer
  readonly madeAt: number
}

const refuse = (code: string, message: string, details: object = {}, status = 400): SimRefusal =>
  new SimRefusal(status, code, details, message)
const lacking = (key: string): SimRefusal =>
  refuse('MISSING_REQUIRED_KEY', `Required key ${key} is not available`, { api_name: key })

/** The only CSV in a ZIP. */
function csvIn({ bytes }: Upload): { name: string; text: string } {
  const unsupported = refuse('FILE_NOT_SUPPORTED', 'the zip must hold exactly one csv file')
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(bytes)
  } catch {
    throw unsupported
  }
  const [found, ...others] = Object.entries(files).filter(([name]) => !name.endsWith('/'))
  if (!found || others.length > 0 || !found[0].toLowerCase().endsWith('.csv')) throw unsupported
  return { name: found[0], text: strFromU8(found[1]).replace(/^\uFEFF/, '') }
}

const delimiters = [',', ';', ':', '|']

/** The delimiter is told by the header: the one that stands in it most often. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/))
  const times = (delimiter: string): number => header.split(delimiter).length
  return delimiters.reduce((best, one) => (times(one) > times(best) ? one : best))
}

function tableOf(text: string): readonly (readonly string[])[] {
  const options = { delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: true }
  try {
    return parse(text, options) as string[][]
  } catch {
    throw refuse('FILE_NOT_SUPPORTED', 'the file is no csv')
  }
}

function moduleIn(resource: JsonObject, world: World): StoredModule {
  const name = isObject(resource.module) ? resource.module.api_name : undefined
  if (typeof name !== 'string') throw lacking('module')
  const module = world.modules.get(name)
  const open = module?.meta.api_supported && module.meta.generated_type !== 'linking' && !closedModules.includes(name)
  if (module && open) return module
  throw refuse('MODULE_NOT_AVAILABLE', 'the module is not available', { api_name: name })
}

const wrongName = (name: string): SimRefusal =>
  refuse('INVALID_FIELD_NAME', `invalid mapping. invalid api_name ${name}`, { api_name: name })

function columnOf(mapping: JsonObject, module: StoredModule, width: number): BulkColumn {
  const { api_name, index, find_by, format, default_value } = mapping
  const field = module.field(String(api_name))
  if (!field) throw wrongName(String(api_name))
  if (index !== undefined && !(typeof index === 'number' && index >= 0 && index < width)) {
    throw refuse('COLUMN_INDEX_NOT_FOUND', 'column index not found', { api_name, index })
  }
  if (typeof format === 'string' && !formatPattern(format))
    throw refuse('INVALID_FORMAT', 'invalid format', { api_name, format })
  return {
    field,
    ...(typeof index === 'number' ? { index } : {}),
    ...(typeof find_by === 'string' ? { findBy: find_by } : {}),
    ...(typeof format === 'string' ? { format } : {}),
    ...(isObject(default_value) ? { defaultValue: default_value.value } : {}),
  }
}

/** Without mappings the header names the fields; `Account_Name.id` says how a lookup is found. */
const headerMappings = (header: readonly string[]): readonly JsonObject[] =>
  header.map((name, index) => {
    const [api_name, find_by] = name.split('.')
    return { api_name, index, ...(find_by === undefined ? {} : { find_by }) }
  })

function findByIn(resource: JsonObject, operation: BulkOperation): string | undefined {
  const { find_by } = resource
  if (typeof find_by === 'string') return find_by
  if (operation === 'insert') return undefined
  throw refuse('MANDATORY_NOT_FOUND', 'Required key find_by is not available', { api_name: 'find_by' })
}

function checkMandatory(columns: readonly BulkColumn[], module: StoredModule): void {
  const mapped = new Set(columns.map(({ field }) => field.api_name))
  const lost = module.fields.filter((f) => f.system_mandatory && f.subform === null && !mapped.has(f.api_name))
  if (module.parentField !== undefined && !mapped.has(module.parentField)) lost.push(module.field(module.parentField)!)
  if (lost.length === 0) return
  const fields = lost.map((field) => field.api_name)
  throw refuse('MANDATORY_FIELDS_NOT_MAPPED', 'mandatory fields are not mapped', { fields })
}

function resourceIn(whole: JsonObject): JsonObject {
  const { resource } = whole
  if (!Array.isArray(resource) || !isObject(resource[0])) throw lacking('resource')
  if (resource.length > 1) throw refuse('COEXISTENCE_NOT_ALLOWED', 'only one resource is allowed')
  return resource[0]
}

/** @param upload finds a file by its id. */
export function readBulkRequest(
  whole: JsonObject,
  world: World,
  upload: (id: string) => Upload | undefined,
): BulkWriteRequest {
  const { operation, ignore_empty } = whole
  if (!operations.includes(String(operation))) throw lacking('operation')
  const resource = resourceIn(whole)
  const module = moduleIn(resource, world)
  const findBy = findByIn(resource, operation as BulkOperation)
  const file = upload(String(resource.file_id))
  if (!file) throw refuse('INVALID_FILE_ID', 'improper file id', { file_id: resource.file_id })
  const { name, text } = csvIn(file)
  const [header = [], ...rows] = tableOf(text)
  if (header.length > columnsMax) throw refuse('HEADER_LIMIT_EXCEEDED', 'header limit exceeded', { limit: columnsMax })
  const given = Array.isArray(resource.field_mappings)
    ? resource.field_mappings.filter(isObject)
    : headerMappings(header)
  const columns = given.map((mapping) => columnOf(mapping, module, header.length))
  if (operation === 'insert') checkMandatory(columns, module)
  if (findBy !== undefined && !columns.some(({ field }) => field.api_name === findBy)) throw wrongName(findBy)
  return {
    operation: operation as BulkOperation,
    ignoreEmpty: ignore_empty === true,
    module,
    findBy,
    columns,
    header,
    rows,
    mappings: given,
    fileName: name,
  }
}
