import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, type Import, importsOf, readText, type Source, sources } from './sources.ts'

/** A folder imports from folders of lower rank only; folders of one rank never see each other. */
const ranks: Readonly<Record<string, number>> = {
  base: 0,
  config: 1,
  sql: 1,
  net: 1,
  source: 1,
  simulator: 1,
  auth: 2,
  engine: 2,
  'services/kit': 2,
  'services/crm': 3,
  'services/desk': 3,
  'services/system': 3,
  catalog: 4,
  plan: 5,
  exec: 6,
  driver: 7,
  output: 8,
  serve: 8,
  session: 8,
  pipeline: 9,
  http: 9,
  cli: 9,
  gateway: 9,
}

/** Some folders may see less than their rank allows: these alone. */
const narrow: Readonly<Record<string, readonly RegExp[]>> = {
  session: [/^src\/driver\/inner\.ts$/, /^src\/sql\/(lex|dialects)\.ts$/, /^src\/base\//],
  serve: [/^src\/driver\/inner\.ts$/, /^src\/base\//],
  output: [/^src\/driver\/inner\.ts$/, /^src\/base\//],
  simulator: [/^src\/base\//, /^grammar\//],
  cli: [
    /^src\/driver\/inner\.ts$/,
    /^src\/(config|simulator|gateway|http|output|output\/databases|pipeline|serve|session)\/index\.ts$/,
    // One file of it, which brings the widths of all characters: loaded where a table is drawn.
    /^src\/output\/format\/table\.ts$/,
    // The door of sql brings the parser, which the start of the command need not wait for.
    /^src\/sql\/(lex|caret|keywords)\.ts$/,
    /^src\/base\//,
  ],
  gateway: [
    /^src\/driver\/inner\.ts$/,
    /^src\/(config|serve|session)\/index\.ts$/,
    /^src\/sql\/(index|lex)\.ts$/,
    /^src\/base\//,
  ],
  http: [
    /^src\/driver\/inner\.ts$/,
    /^src\/(serve|output)\/index\.ts$/,
    /^src\/sql\/lex\.ts$/,
    /^src\/base\//,
    /^grammar\/odata\.peggy$/,
  ],
  pipeline: [
    /^src\/driver\/inner\.ts$/,
    /^src\/output(\/databases)?\/index\.ts$/,
    /^src\/base\//,
    /^grammar\/adf-expression\.peggy$/,
  ],
}

/** Folders that are entered by their door alone. */
const closed: readonly string[] = ['plan']

/** The folder with a rank that holds a file; `.` for the root of src. */
function folderOf(path: string): string | undefined {
  const [, first = '', second = ''] = path.split('/')
  if (first.endsWith('.ts')) return '.'
  return first === 'services' ? `${first}/${second}` : first
}

const files = sources('src')

function refused(from: Source, { target, local }: Import): boolean {
  const folder = folderOf(from.path)!
  // The version is told by package.json alone.
  if (!local || folder === '.' || target === 'package.json') return false
  if (target.startsWith(`src/${folder}/`)) return false
  const allowed = narrow[folder]
  if (allowed) return !allowed.some((pattern) => pattern.test(target))
  if (target.startsWith('grammar/')) return false
  const rank = ranks[folderOf(target)!]
  return rank === undefined || rank >= ranks[folder]!
}

describe('layers', () => {
  it('every folder of src has a rank', () => {
    const folders = new Set(files.map(({ path }) => folderOf(path)!))
    expect([...folders].filter((folder) => folder !== '.' && ranks[folder] === undefined)).toEqual([])
  })

  it('imports lead downwards', () => {
    const wrong = files.flatMap((from) =>
      importsOf(from)
        .filter((found) => refused(from, found))
        .map(({ target, line }) => `${from.path}:${line} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it.each(closed)('%s is entered by its door', (folder) => {
    const past = files.flatMap((from) =>
      importsOf(from)
        .filter(({ local, target }) => local && target.startsWith(`src/${folder}/`) && folderOf(from.path) !== folder)
        .filter(({ target }) => target !== `src/${folder}/index.ts`)
        .map(({ target, line }) => `${from.path}:${line} imports ${target}`),
    )
    expect(past).toEqual([])
  })

  it('nothing in src imports tests, tools or benchmarks', () => {
    const outside = files.flatMap((from) =>
      importsOf(from)
        .filter(({ local, target }) => local && !/^(src\/|grammar\/|package\.json$)/.test(target))
        .map(({ target }) => `${from.path} imports ${target}`),
    )
    expect(outside).toEqual([])
  })
})

describe('doors', () => {
  const folders = [...new Set(files.map(({ path }) => dirname(path)))].filter((folder) => folder !== 'src')

  it.each(folders)('%s says what it is for', (folder) => {
    const index = files.find(({ path }) => path === `${folder}/index.ts`)
    const readme = filesBelow([folder], 'README.md').includes(`${folder}/README.md`)
    const header = index?.text.match(/\/\*\*([\s\S]*?)\*\//)?.[1] ?? ''
    const text = readme ? readText(`${folder}/README.md`) : header
    expect(text.length).toBeGreaterThan(80)
  })
})
