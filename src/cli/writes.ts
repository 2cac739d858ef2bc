import { styleText } from 'node:util'
import type { ResultRows, WriteIntent } from '../driver/inner.ts'
import { harmless } from '../output/index.ts'
import { plural } from './text.ts'

/** What people are told of statements that write: what is about to happen, what would, and what did. */

/** `INSERT 0 2`, `UPDATE 7`, as psql has it; undefined of what wrote nothing by its kind. */
export function tagOf({ written }: ResultRows): string | undefined {
  if (!written || written.isDryRun || written.written === undefined) return undefined
  return `${written.action.toUpperCase()} ${written.action === 'insert' ? '0 ' : ''}${written.written}`
}

/** `UPDATE of 3 records in crm.Leads, 1 call, 3 credits; Zoho runs its workflows and all else afterwards.` */
export function intentText({ table, rows, calls, credits, triggers }: WriteIntent): string {
  const parts = (Object.keys(rows) as (keyof typeof rows)[]).filter((action) => rows[action] > 0)
  const what = parts.map((action) => `${action.toUpperCase()} of ${plural(rows[action], 'record')}`).join(' and ')
  return `${what} in ${table}, ${plural(calls, 'call')}, ${plural(credits, 'credit')}; ${triggersText(triggers)}.`
}

function triggersText(triggers: WriteIntent['triggers']): string {
  if (triggers === 'none') return 'no workflow runs (triggers=none)'
  if (triggers === 'default') return 'Zoho runs all workflows, approvals and blueprints that fit'
  return `Zoho runs what fits of ${triggers.join(', ')}`
}

interface CellChange {
  readonly from: unknown
  readonly to: unknown
}

/**
 * What each record has and gets, out of the rows of a dry run.
 *
 * @param colours false: signs alone tell old from new
 */
export const diffText = (rows: readonly (readonly unknown[])[], colours: boolean): string =>
  rows.map((row) => recordText(row, colours)).join('')

function recordText([action, id, changes]: readonly unknown[], colours: boolean): string {
  const all = Object.entries(JSON.parse(String(changes)) as Record<string, CellChange>)
  const painted = (colour: 'red' | 'green', line: string): string =>
    colours ? styleText(colour, line, { validateStream: false }) : line
  const lines = all.flatMap(([name, { from, to }]) => [
    ...(from === null ? [] : [painted('red', `  - ${name}: ${shown(from)}`)]),
    ...(to === null ? [] : [painted('green', `  + ${name}: ${shown(to)}`)]),
  ])
  const head = id === null || id === undefined ? String(action) : `${String(action)} ${String(id)}`
  return `${[head, ...(lines.length > 0 ? lines : ['  nothing changes'])].join('\n')}\n`
}

const shown = (value: unknown): string => harmless(typeof value === 'string' ? value : JSON.stringify(value))
