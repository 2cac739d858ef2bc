import type { JsonNode } from '../factory/index.ts'

/** `7.12:30:00`: days, hours, minutes and seconds; in milliseconds. @throws {ZohoSqlError} PIPELINE_INVALID */
export function durationOf(node: JsonNode): number {
  const found = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?$/.exec(node.text())
  if (!found) {
    throw node.refusal(`"${node.text()}" is no duration.`, 'The form is days.hours:minutes:seconds, 0.12:00:00.')
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
