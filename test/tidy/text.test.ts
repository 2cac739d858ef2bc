import { describe, expect, it } from 'vitest'
import { filesBelow, readText } from './sources.ts'

/** What no file of the repository may say. */

const own = 'test/tidy/text.test.ts'
const files = [
  ...filesBelow(['src', 'test', 'bench', 'tools', 'bin', 'docs', 'grammar'], '.ts', '.js', '.mjs', '.md', '.peggy'),
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  '.ci/run',
].filter((path) => path !== own)

const linesWith = (pattern: RegExp, among = files): string[] =>
  among.flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  )

describe('no file holds', () => {
  it('paths of one machine', () => {
    expect(linesWith(/\/(work|home|Users)\/[a-z]/)).toEqual([])
  })

  it('what was left for later', () => {
    expect(linesWith(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([])
  })

  it('words for which a reader stops', () => {
    // Next to, besides; costly.
    expect(linesWith(/\b(beside|dear(er|est)?)\b/i)).toEqual([])
    // After; local. What is meant as it is said may stand: a proxy, a thing forgotten, one that lags.
    const meant = /lags behind|behind a (reverse )?proxy|(left|leaves|hide) .*behind|['#]behind\b/i
    expect(linesWith(/\bbehind\b/i).filter((line) => !meant.test(line))).toEqual([])
  })

  it('a table by name in which one finds a `constructor`', () => {
    const tables = files.filter((path) => path.startsWith('src/') && !path.startsWith('src/simulator/'))
    // `byName({…})` of src/base makes one without.
    expect(linesWith(/^(export )?const \w+: (Readonly<|Partial<)*Record<string, .* = \{/, tables)).toEqual([])
  })

  it('a test that is left out', () => {
    const tests = files.filter((path) => path.endsWith('.test.ts'))
    expect(linesWith(/\b(it|test|describe)\.(skip|only|todo)\b/, tests)).toEqual([])
  })

  it('tabs or blanks at the end of a line', () => {
    expect(
      linesWith(
        /\t|\s$/,
        files.filter((path) => /\.(ts|mjs|js)$/.test(path)),
      ),
    ).toEqual([])
  })
})
