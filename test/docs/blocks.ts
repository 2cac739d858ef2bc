import { readText } from '../tidy/sources.ts'

/** Fenced blocks of a document. */

export interface Block {
  readonly language: string
  readonly text: string
  /** Line of the fence, from 1. */
  readonly line: number
  /** What its commands print: a block of `text` right below. */
  readonly output: string | undefined
}

interface Fence {
  readonly language: string
  readonly text: string
  readonly line: number
  readonly end: number
}

function fences(document: string): Fence[] {
  const found: Fence[] = []
  let open: { language: string; indent: number; line: number; lines: string[] } | undefined
  document.split('\n').forEach((line, index) => {
    const fence = /^( *)```(\w*)$/.exec(line)
    if (open && fence) {
      found.push({ language: open.language, text: open.lines.join('\n'), line: open.line, end: index + 1 })
      open = undefined
    } else if (open) open.lines.push(line.slice(open.indent))
    else if (fence) open = { language: fence[2]!, indent: fence[1]!.length, line: index + 1, lines: [] }
  })
  return found
}

export function blocksOf(path: string): Block[] {
  const all = fences(readText(path))
  return all.map(({ language, text, line, end }) => {
    const below = all.find((other) => other.language === 'text' && other.line - end === 2)
    return { language, text, line, output: language === 'sh' ? below?.text : undefined }
  })
}
