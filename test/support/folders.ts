import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []

afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** A folder that is gone with the file of tests. */
export function testFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'zohosql-tests-'))
  made.push(path)
  return path
}
