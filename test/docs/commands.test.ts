import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json'
import { readArguments } from '../../src/cli/arguments.ts'
import { readText, root } from '../tidy/sources.ts'

/** Commands that the documents tell to type, without running them: is there such a script, command or option? */

const documents = ['README.md', 'CONTRIBUTING.md']
const text = documents.map(readText).join('\n')

describe('documents name', () => {
  it('scripts that package.json has', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !(name in packageJson.scripts))).toEqual([])
  })

  it('options and sub-commands that the command takes', () => {
    const lines = [...text.matchAll(/^zohosql ([^\n#]*)/gm)].map(([, line]) => line!.trim())
    expect(lines.length).toBeGreaterThan(6)
    for (const line of lines) {
      const words = line.match(/'[^']*'|"[^"]*"?|\S+/g)!.map((word) => word.replace(/^['"]|['"]$/g, ''))
      expect(() => readArguments(words), line).not.toThrow()
    }
  })

  it('the version of the package at the top of the changes', () => {
    expect(readText('CHANGELOG.md')).toContain(`## [${packageJson.version}]`)
  })
})

describe('by hand', () => {
  it.each(['oracle', 'oracle:postgres'] as const)('npm run %s starts, and says what it takes', (script) => {
    const [, ...words] = packageJson.scripts[script].split(' ')
    const { stdout, stderr, status } = spawnSync(process.execPath, [...words, '--help'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('--seed N')
  })
})
