import { type Column, type Offer, refName, type Table, type Want } from '../../../source/index.ts'
import { pathsOf } from '../../kit/offers.ts'
import { factsOf, moduleOf } from '../catalog/columns.ts'
import { bulkLimits, coqlCredits } from '../limits.ts'
import { bulkQuery, carried } from '../request/bulk.ts'
import { whereKey } from '../request/coql.ts'
import { type BulkReadRequest, type CoqlCell, type ExtraCell, scanKey } from '../request/index.ts'
import type { CrmOfferContext } from './common.ts'
import { sentWhere } from './coql.ts'
import { keyOf } from './selection.ts'
import { bulkCriteria } from './where/criteria-bulk.ts'

/** A job that writes all rows into a file: unsorted, ids in place of lookups. undefined: this table has no such job. */
export function bulkOffer(want: Want, context: CrmOfferContext): Offer | undefined {
  const { module, convertedColumn } = moduleOf(want.table)
  const leads = module === 'Leads'
  if (leads && (context.convertedLeads !== 'exclude' || !convertedColumn)) return undefined
  const { knowledge } = context
  if (knowledge.bulkRefused || knowledge.of(module).bulkRefused || closedModules.has(module)) return undefined
  const cells = want.columns.filter((ref) => ref.path.length === 0).map((ref): CoqlCell => ({ key: keyOf(ref), ref }))
  const extras = cells.flatMap((cell, index): ExtraCell[] =>
    carried(cell) ? [] : [{ index, cell, single: factsOf(cell.ref.column).roads.records === 'single' }],
  )
  const where = sentWhere(want.where, want, context, (condition) => bulkCriteria(condition) !== undefined)
  const without = leads ? convertedColumn?.field : undefined
  const fields = new Set(cells.filter(carried).map((cell) => cell.key))
  if (without) fields.add(without)
  fields.delete('id')
  const criteria = where.condition && bulkCriteria(where.condition)
  // `id` comes by itself, and is not in every module's list of fields.
  if (fields.size === 0) fields.add(stampOf(want.table))
  const request: BulkReadRequest = { kind: 'bulk', module, cells, extras, fields: [...fields], criteria, without }
  return {
    scan: {
      schema: want.table.schema,
      table: want.table.name,
      road: 'bulk',
      text: [`POST bulk read ${JSON.stringify(bulkQuery(request, context.knowledge.version))}`],
      columns: cells.map((cell) => refName(cell.ref)),
      key: scanKey(request),
      request,
    },
    // How a job compares is documented nowhere: every condition is checked again.
    verdicts: where.verdicts.map((verdict) =>
      verdict.outcome === 'exact' ? { ...verdict, outcome: 'superset' } : verdict,
    ),
    exact: want.where.length === 0,
    grouped: false,
    ordered: false,
    limited: false,
    notes: ['the rows of a job come in no order'],
    refusedPaths: pathsOf(want),
    price: {
      calls: 3,
      credits: bulkLimits.credits + 2,
      perPage: { rows: bulkLimits.rowsPerJob, credits: bulkLimits.credits + 2 },
    },
  }
}

const stampOf = ({ columns }: Table): string =>
  (columns.find(({ field }) => field === 'Modified_Time') ?? columns.find(inFile))?.field ?? 'id'

const inFile = (column: Column): boolean => column.field !== 'id' && factsOf(column).roads.bulk

/** Modules that jobs do not read (facts 8.3). */
const closedModules = new Set(['Notes', 'Attachments', 'Emails'])

/**
 * So many rows that a job is cheaper than COQL's pages, as was seen when they were last read, and nothing is wanted
 * that a job cannot give. A job takes seconds, so time must not be what the user saves.
 */
export function worthBulk(want: Want, context: CrmOfferContext): boolean {
  if (context.road !== 'auto' || context.prefer === 'time' || want.grouping) return false
  if (want.limit !== undefined || want.rowsHint !== undefined) return false
  if (want.columns.some((ref) => ref.path.length > 0 || !carried({ key: keyOf(ref), ref }))) return false
  const where = sentWhere(want.where, want, context)
  const rows = context.knowledge.recall(moduleOf(want.table).module, whereKey(where.condition))
  if (rows === undefined) return false
  const page = context.knowledge.limits.limit
  const jobs = Math.ceil(rows / bulkLimits.rowsPerJob)
  // A statement may fetch a file for each of its tables; a minute's wait would be worse than pages.
  if (context.knowledge.downloads.spare < jobs + SCANS_BESIDE) return false
  return Math.ceil(rows / page) * coqlCredits(page) > jobs * (bulkLimits.credits + 10)
}

/** Scans of the same statement that may want a file too. */
const SCANS_BESIDE = 4
