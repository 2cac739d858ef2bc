import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * A file of text cases. Each case is a title, properties of the connection if any, the SQL, and what is expected of it:
 *
 *     == a picklist is compared by Zoho
 *     @ road=records
 *     ? ["Web"]
 *     SELECT id FROM Leads WHERE Lead_Source = ?
 *     ->
 *     Plan: …
 *
 * `UPDATE_CASES=1 vitest run test/plan` writes what is found as what is expected; read the difference before you
 * commit it.
 */
export interface TextCase {
  readonly title: string
  readonly properties: string
  readonly parameters: unknown[]
  readonly sql: string
  readonly expected: string
}

export interface CaseFile {
  readonly name: string
  /** What stands before the first case. */
  readonly head: string
  readonly cases: readonly TextCase[]
}

export const updating = process.env.UPDATE_CASES === '1'

export const caseFiles = (directory: string): CaseFile[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => {
      const [head, ...parts] = readFileSync(`${directory}/${name}`, 'utf8').split(/^== /m)
      return { name, head: head!, cases: parts.map(readCase) }
    })

function readCase(part: string): TextCase {
  const [given, expected = ''] = part.split(/^->\n/m)
  const [title, ...lines] = given!.trimEnd().split('\n')
  const marked = (mark: string): string | undefined => lines.find((line) => line.startsWith(mark))?.slice(2)
  return {
    title: title!,
    properties: marked('@ ') ?? '',
    parameters: JSON.parse(marked('? ') ?? '[]') as unknown[],
    sql: lines.filter((line) => !/^[@?] /.test(line)).join('\n'),
    expected: expected.trimEnd(),
  }
}

/** The file with `found` in place of what was expected, case by case. */
export function writeCases(directory: string, file: CaseFile, found: ReadonlyMap<TextCase, string>): void {
  const text = file.cases.map((each) => {
    const lines = [
      `== ${each.title}`,
      ...(each.properties ? [`@ ${each.properties}`] : []),
      ...(each.parameters.length ? [`? ${JSON.stringify(each.parameters)}`] : []),
      each.sql,
      '->',
      found.get(each) ?? each.expected,
    ]
    return `${lines.join('\n')}\n`
  })
  writeFileSync(`${directory}/${file.name}`, file.head + text.join('\n'))
}
