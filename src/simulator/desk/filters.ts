/** `filters` of lists: JSON of values by fixed names, and of conditions on fields whose only operator is `is`. */

import { isObject, type JsonObject } from '../../base/json.ts'
import type { DeskCall } from './http.ts'
import { invalidValue } from './refusal.ts'
import type { DeskRecordTest } from './store.ts'

const lengthMax = 4500
const conditionsMax = 80

/** Fixed names and the fields they mean; other documented ones are not served. */
const fixed: Readonly<Record<string, string>> = {
  Status: 'status',
  Priority: 'priority',
  Agent: 'assigneeId',
  Department: 'departmentId',
}

function read(call: DeskCall): JsonObject | undefined {
  const text = call.query.get('filters')
  if (text === null) return undefined
  if (text.length > lengthMax) throw invalidValue('filters')
  try {
    const parsed: unknown = JSON.parse(text)
    if (isObject(parsed)) return parsed
  } catch {
    // Told below, as of anything else that is no object.
  }
  throw invalidValue('filters')
}

function amongValues(field: string, values: unknown): DeskRecordTest {
  if (!Array.isArray(values)) throw invalidValue('filters')
  const wanted = new Set(values.map((value) => String(value).toLowerCase()))
  return (record) => {
    const custom = (record.cf ?? {}) as JsonObject
    return wanted.has(String(record[field] ?? custom[field] ?? '').toLowerCase())
  }
}

function conditionsIn({ criteria }: JsonObject): readonly JsonObject[] {
  if (criteria === undefined) return []
  const conditions = isObject(criteria) ? criteria.fieldConditions : undefined
  if (!Array.isArray(conditions) || conditions.length > conditionsMax || !conditions.every(isObject))
    throw invalidValue('filters')
  return conditions
}

/** What the parameter wants of a row. */
export function filtered(call: DeskCall): DeskRecordTest | undefined {
  const filters = read(call)
  if (!filters) return undefined
  const { criteria: _criteria, ...named } = filters
  const tests = Object.entries(named).map(([name, values]) => {
    const field = fixed[name]
    if (field === undefined) throw invalidValue('filters')
    return amongValues(field, values)
  })
  for (const { field, con, data } of conditionsIn(filters)) {
    if (typeof field !== 'string' || con !== 'is') throw invalidValue('filters')
    tests.push(amongValues(field, data))
  }
  return (record) => tests.every((test) => test(record))
}
