import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/command.ts'

/** What the package's types show: interfaces of what users use, and nothing of how it is done. */

/** The build that tests use has none: they are made apart. */
function declarations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zohosql-face-'))
  try {
    const tsup = join(root, 'node_modules/.bin/tsup')
    const flags = ['--dts-only', '--no-clean', '--silent', '--out-dir', folder]
    const { status, stderr } = spawnSync(tsup, flags, { cwd: root, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return readFileSync(join(folder, 'index.d.ts'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const shown = declarations()
const declared = [
  ...shown.matchAll(/^(?:export )?(?:declare )?(?:abstract )?(class|interface|type|const|function) (\w+)/gm),
]
  // Other names of the same: what the default export shows.
  .filter(([, , name]) => !name!.startsWith('index_'))
const names = (kind: string): string[] => declared.flatMap(([, word, name]) => (word === kind ? [name!] : []))

describe('the declarations', () => {
  it('have no class but the error, and what hides secrets', () => {
    expect(names('class').sort()).toEqual(['Secret', 'ZohoSqlError'])
  })

  it('show nothing of trees, plans, scans and services', () => {
    const inner = /Expr|Query$|Tree|Plan|Scan$|Offer|Want|Meter|Bound|Session|Token|Client|Reader|Table$|Catalog(?!Row)/
    const leaked = declared.map(([, , name]) => name!).filter((name) => inner.test(name) && name !== 'ExplainedScan')
    expect(leaked).toEqual([])
  })

  it('are short enough to read', () => {
    expect(shown.split('\n').length).toBeLessThan(1400)
    expect(declared.length).toBeLessThan(120)
  })

  it('give an example for every method', () => {
    const interfaces = [
      ...shown.matchAll(/^interface (Connection|Cursor|Pool|Querying|Statement)\b[^{]*\{\n([\s\S]*?)^\}/gm),
    ]
    expect(interfaces.length).toBe(5)
    const without = interfaces.flatMap(([, name, body]) => {
      const documented = new Map<string, boolean>()
      for (const [, comment, method] of body!.matchAll(
        /^ {4}(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n {4})?(\w+)(?:<[^(]*)?\(/gm,
      )) {
        documented.set(method!, documented.get(method!) || /@example/.test(comment ?? ''))
      }
      return [...documented].filter(([, has]) => !has).map(([method]) => `${name}.${method}`)
    })
    expect(without).toEqual([])
  })
})
