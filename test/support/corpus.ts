import { readFileSync } from 'node:fs'

export interface Case {
  readonly text: string
  /** What follows `=> `; empty where the corpus gives texts only. */
  readonly expected: string
  readonly line: number
}

/** A corpus of blocks: a text (one line or more), then a line `=> what is expected of it`. `#` starts a comment line. */
export function readCases(name: string): Case[] {
  const cases: Case[] = []
  let text: string[] = []
  for (const [index, line] of corpusLines(name)) {
    if (line.startsWith('=> ')) {
      cases.push({ text: text.join('\n').replace(/^\n+/, ''), expected: line.slice(3), line: index + 1 })
      text = []
    } else text.push(line)
  }
  if (text.join('').trim() !== '') throw new Error(`${name}: the last text has no "=> " line`)
  return cases
}

/** A corpus with one text a line. */
export const readTexts = (name: string): Case[] =>
  corpusLines(name)
    .filter(([, line]) => line.trim() !== '')
    .map(([index, line]) => ({ text: line, expected: '', line: index + 1 }))

function corpusLines(name: string): [number, string][] {
  const path = new URL(`../grammar/corpus/${name}.txt`, import.meta.url)
  const lines = readFileSync(path, 'utf8').replace(/\n$/, '').split('\n')
  return [...lines.entries()].filter(([, line]) => !line.startsWith('#'))
}
