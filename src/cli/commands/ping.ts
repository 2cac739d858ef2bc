import { text } from '../../base/types.ts'
import { openSession } from '../connect.ts'
import { printRows } from '../print.ts'
import type { Task } from '../task.ts'

/** Asks for the organisation: that answers whether credentials, data centre and scopes are right, and whose they are. */
export async function ping(task: Task): Promise<void> {
  await using session = await openSession(task, { fresh: true })
  const rows = await session.db.query('SELECT * FROM Org', [], { signal: task.signal })
  const { stats } = rows
  const { id, company_name, primary_email, country, time_zone, license_details } = rows[0] ?? {}
  const answer = { company_name, id, primary_email, country, time_zone, edition: editionOf(license_details) }
  const lines = Object.entries(answer).map(([name, value]) => [name, value === undefined ? null : value] as const)
  const columns = ['what', 'value'].map((name) => ({ name, sqlType: text }))
  await printRows(columns, [...lines, ['calls', String(stats.calls)], ['ms', stats.elapsedMs.toFixed(0)]], task)
}

function editionOf(license: unknown): string | null {
  const { paid_type: paidType } = JSON.parse(String(license ?? '{}')) as { paid_type?: string }
  return paidType ?? null
}
