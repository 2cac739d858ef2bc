import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { type PropertyValues, properties } from '../../config/index.ts'
import type { WriteSettings } from '../../exec/write/settings.ts'
import type { LoadAction, LoadOptions } from '../face/index.ts'

/** Options of a load, checked. */
export interface LoadSettings {
  readonly action: LoadAction
  readonly key: readonly string[]
  readonly writing: Partial<WriteSettings>
}

const actions: Readonly<Record<string, LoadAction>> = byName({
  insert: 'insert',
  create: 'insert',
  update: 'update',
  upsert: 'upsert',
  integrate: 'upsert',
  delete: 'delete',
  retrieve: 'retrieve',
})

/** False for what only reads, or only tells. */
export const isWriting = ({ action, dryRun }: Pick<LoadOptions, 'action' | 'dryRun'>): boolean =>
  !dryRun && String(action).toLowerCase() !== 'retrieve'

/** @throws {ZohoSqlError} 22023 */
export function readLoadOptions<Row>(options: LoadOptions<Row>): LoadSettings {
  const { action = 'insert', key, batchSize, concurrency, onError, triggers, road, dryRun } = options
  const word = String(action).toLowerCase()
  if (!Object.hasOwn(actions, word)) throw wrong('action', action, 'insert, update, upsert, delete or retrieve')
  const keys = key === undefined ? ['id'] : typeof key === 'string' ? [key] : [...key]
  if (keys.length === 0 || !keys.every((name) => typeof name === 'string' && name !== ''))
    throw wrong('key', key, 'a column or a list of columns')
  if (actions[word] !== 'upsert' && keys.length > 1) throw wrong('key', key, `one column for ${word}`)
  refuseUncalled(options)
  return {
    action: actions[word]!,
    key: keys,
    writing: {
      onError: worded('onError', 'onWriteError', onError ?? 'stop'),
      ...(batchSize !== undefined && { batchRows: whole('batchSize', batchSize, 100) }),
      ...(concurrency !== undefined && { concurrency: whole('concurrency', concurrency, 25) }),
      ...(triggers !== undefined && { triggers: worded('triggers', 'triggers', triggers) }),
      ...(road !== undefined && { road: worded('road', 'writeRoad', road) }),
      ...(dryRun !== undefined && { dryRun: dryRun === true }),
      // Rows that are handed over were counted by whoever hands them.
      maxRows: Number.POSITIVE_INFINITY,
    },
  }
}

function refuseUncalled<Row>({ transform, onProgress }: LoadOptions<Row>): void {
  if (transform !== undefined && typeof transform !== 'function') throw wrong('transform', transform, 'a function')
  if (onProgress !== undefined && typeof onProgress !== 'function') throw wrong('onProgress', onProgress, 'a function')
}

/** Words as the connection property of the same meaning takes them. */
function worded<Name extends 'onWriteError' | 'triggers' | 'writeRoad'>(
  option: string,
  name: Name,
  given: string | readonly string[],
): PropertyValues[Name] {
  const { type } = properties[name]
  const value = type.parse(Array.isArray(given) ? given.join() : String(given))
  if (value === undefined) throw wrong(option, given, type.allowed)
  return value as PropertyValues[Name]
}

function whole(option: string, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw wrong(option, value, `a whole number from 1 to ${max}`)
}

const wrong = (option: string, value: unknown, allowed: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_ARGUMENT', `${option} is ${JSON.stringify(value) ?? typeof value} and must be ${allowed}.`)
