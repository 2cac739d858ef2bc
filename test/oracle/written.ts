import { readdirSync, readFileSync } from 'node:fs'
import type { Question } from './harness.ts'

const directory = new URL('queries/', import.meta.url)

/** A block of a file: comment lines (`unordered`, a JSON list of parameters, or any), then the statement. */
function questionOf(block: string): Question[] {
  const lines = block.split('\n')
  const sql = lines.filter((line) => !line.startsWith('--')).join('\n')
  if (sql.trim() === '') return []
  const given = lines.find((line) => line.startsWith('-- ['))
  const parameters = given && (JSON.parse(given.slice(3)) as unknown[])
  return [{ sql, ...(parameters ? { parameters } : {}), ...(lines.includes('-- unordered') ? { ordered: false } : {}) }]
}

/** The written questions by file: statements with empty lines between them. */
export const written: ReadonlyMap<string, readonly Question[]> = new Map(
  readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => [
      name.slice(0, -4),
      readFileSync(new URL(name, directory), 'utf8').trimEnd().split(/\n\n+/).flatMap(questionOf),
    ]),
)
