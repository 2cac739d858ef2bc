/** Files of statements: each ends with `;` at the end of a line; a line `-- 0A000 …` before it says that ours refuses it. */
import { readdirSync, readFileSync } from 'node:fs'

export interface Case {
  readonly file: string
  readonly sql: string
  /** Refused with this SQLSTATE although PostgreSQL answers. */
  readonly refused?: string
}

const folder = new URL('./corpus/', import.meta.url)

function* casesOf(file: string): Generator<Case> {
  let lines: string[] = []
  let refused: string | undefined
  for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
    const mark = /^-- (0A000)\b/.exec(line)
    if (mark) refused = mark[1]
    if (lines.length === 0 && (line === '' || line.startsWith('-- '))) continue
    lines.push(line)
    if (!line.endsWith(';')) continue
    yield { file, sql: lines.join('\n').slice(0, -1), ...(refused ? { refused } : {}) }
    lines = []
    refused = undefined
  }
  if (lines.length > 0) throw new Error(`${file}: the last statement has no end`)
}

export const corpusFiles = readdirSync(folder).filter((name) => name.endsWith('.sql'))

export const readCorpus = (file: string): Case[] => [...casesOf(file)]
