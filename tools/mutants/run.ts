/**
 * `npm run mutants [-- WORD …]`: takes each guard of the list out, in a copy of the working tree, and runs the tests that
 * must notice. A guard that nobody misses, or that is no longer found where the list has it, is an error.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Mutant, mutants } from './list.ts'

const root = join(import.meta.dirname, '../..')
const copy = mkdtempSync(join(tmpdir(), 'zohosql-mutants-'))
process.on('exit', () => rmSync(copy, { recursive: true, force: true }))

/** What tests need; the packages are shared. */
const parts = [
  'src',
  'test',
  'grammar',
  'tools',
  'bin',
  'docs',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'README.md',
]
for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

const sources = readdirSync(join(copy, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => join(copy, 'src', path))

type Verdict = 'noticed' | 'SURVIVED' | 'NOT FOUND'

interface Report {
  readonly numFailedTests: number
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly failureMessages: readonly string[] }[]
  }[]
}

/** Names and messages of what failed. */
const complaints = ({ testResults }: Report): string =>
  testResults
    .flatMap(({ message, assertionResults }) => [
      message,
      ...assertionResults.flatMap(({ fullName, failureMessages }) =>
        failureMessages.map((failure) => `${fullName}: ${failure}`),
      ),
    ])
    .filter((text) => text !== '')
    .join('\n')

/** Runs tests until one fails. */
function report(tests: readonly string[]): Report {
  const file = join(copy, 'report.json')
  rmSync(file, { force: true })
  const options = ['run', '--project', 'source', '--bail', '1', '--reporter', 'json', '--outputFile', file]
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const { stderr } = spawnSync(process.execPath, [vitest, ...options, ...tests], { cwd: copy, encoding: 'utf8' })
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    throw new Error(`vitest gave no report of ${tests.join(' ')}:\n${stderr}`)
  }
}

function verdictOn({ find, replace, tests }: Mutant): Verdict {
  const [path, ...others] = sources.filter((source) => readFileSync(source, 'utf8').includes(find))
  if (path === undefined || others.length > 0) return 'NOT FOUND'
  const text = readFileSync(path, 'utf8')
  if (text.split(find).length !== 2) return 'NOT FOUND'
  writeFileSync(
    path,
    text.replace(find, () => replace),
  )
  try {
    return report(tests).numFailedTests > 0 ? 'noticed' : 'SURVIVED'
  } finally {
    writeFileSync(path, text)
  }
}

const words = process.argv.slice(2)
const chosen = mutants.filter(({ name }) => words.every((word) => name.includes(word)))
const before = report([...new Set(chosen.flatMap(({ tests }) => tests))])
if (before.numFailedTests > 0 || before.numPassedTests === 0)
  throw new Error(`with all guards in place:\n${complaints(before)}`)
let missed = 0
for (const mutant of chosen) {
  const verdict = verdictOn(mutant)
  if (verdict !== 'noticed') missed++
  process.stdout.write(`${verdict.padEnd(10)}${mutant.name}\n`)
}
process.stdout.write(`${chosen.length - missed} of ${chosen.length} are noticed\n`)
process.exitCode = missed > 0 ? 1 : 0
