import { byName } from '../../base/by-name.ts'
import type { ReadWork } from './activity.ts'
import { readCopy } from './copy.ts'
import { readExecutePipeline } from './execute-pipeline.ts'
import { readFail } from './fail.ts'
import { readFilter } from './filter.ts'
import { readForEach } from './for-each.ts'
import { readIfCondition } from './if-condition.ts'
import { readLookup } from './lookup.ts'
import { readScript } from './script.ts'
import { readStoredProcedure } from './stored-procedure.ts'
import { readSwitch } from './switch.ts'
import { readUntil } from './until.ts'
import { readAppendVariable, readSetVariable } from './variables.ts'
import { readWait } from './wait.ts'

/** Every kind of activity that runs here, by Data Factory's name of it. */
export const table: Readonly<Record<string, ReadWork>> = byName({
  Copy: readCopy,
  Lookup: readLookup,
  Script: readScript,
  SqlServerStoredProcedure: readStoredProcedure,
  ForEach: readForEach,
  IfCondition: readIfCondition,
  Switch: readSwitch,
  Until: readUntil,
  SetVariable: readSetVariable,
  AppendVariable: readAppendVariable,
  Filter: readFilter,
  Wait: readWait,
  Fail: readFail,
  ExecutePipeline: readExecutePipeline,
})

const outside: ReadonlySet<string> = new Set(['Copy', 'Lookup', 'Script', 'SqlServerStoredProcedure'])

/** True for activities that do nothing outside of the pipeline, which have neither retries nor time limits. */
export const isControlFlow = (type: string): boolean => !outside.has(type)
