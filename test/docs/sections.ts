import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readText, root } from '../tidy/sources.ts'

/** Parts of documents that are made from the code, between `<!-- begin x -->` and `<!-- end x -->`. */

const writing = process.env.DOCS === 'write'

/** Checks that a part says what the code says; `npm run docs` writes it instead. */
export function expectSection(path: string, name: string, text: string): void {
  const document = readText(path)
  const pattern = new RegExp(`(<!-- begin ${name} -->\n)([\\s\\S]*?)(<!-- end ${name} -->)`)
  const found = pattern.exec(document)
  expect(found, `${path} has a part "${name}"`).not.toBeNull()
  const made = `\n${text.trim()}\n\n`
  if (writing)
    writeFileSync(
      join(root, path),
      document.replace(pattern, (_, begin, _old, end) => begin + made + end),
    )
  else expect(found![2], `npm run docs brings ${path} up to date`).toBe(made)
}

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
