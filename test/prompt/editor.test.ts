import { describe, expect, it } from 'vitest'
import { coloursOf } from '../../src/cli/prompt/colour.ts'
import { clean, deletions, type Edit, motions, vertical } from '../../src/cli/prompt/editor/buffer.ts'
import { layout } from '../../src/cli/prompt/editor/layout.ts'
import { Menu } from '../../src/cli/prompt/editor/menu.ts'

/** Text with the cursor written as `|`. */
const edit = (text: string): Edit => ({ text: text.replace('|', ''), at: text.indexOf('|') })
const shown = ({ text, at }: Edit): string => `${text.slice(0, at)}|${text.slice(at)}`

describe('edits', () => {
  it.each([
    ['backspace', 'a👨‍👩‍👧|b', '|b'.replace('|', 'a|')],
    ['backspace', 'a\n|b', 'a|b'],
    ['delete', 'a|\nb', 'a|b'],
    ['killWordLeft', 'select Deal_Name |', 'select |'],
    ['killToEnd', 'a| b\nc', 'a|\nc'],
    ['killToEnd', 'a|\nc', 'a|c'],
    ['killToStart', 'x\na b|c', 'x\n|c'],
  ] as const)('%s of %j', (name, before, after) => {
    expect(shown(deletions[name](edit(before)))).toBe(after)
  })

  it.each([
    ['wordLeft', 'a.b_c |', 'a.|b_c '],
    ['wordRight', '|  ab c', '  ab| c'],
    ['left', 'é|', '|é'],
    ['lineStart', 'a\nb c|', 'a\n|b c'],
    ['lineEnd', '|a\nb', 'a|\nb'],
    ['left', '|', '|'],
  ] as const)('%s in %j', (name, before, after) => {
    expect(shown(motions[name](edit(before)))).toBe(after)
  })

  it('goes up and down in the same column, and no further than the text', () => {
    expect(shown(vertical(edit('abc\nde|'), -1)!)).toBe('ab|c\nde')
    expect(shown(vertical(edit('abc|\nd'), 1)!)).toBe('abc\nd|')
    expect(vertical(edit('ab|c'), -1)).toBeUndefined()
    expect(vertical(edit('ab|c'), 1)).toBeUndefined()
  })

  it('takes nothing from a paste that a terminal would obey', () => {
    expect(clean('a\r\nb\rc\x1b[31m\x07\td')).toBe('a\nb\nc[31m\td')
  })
})

describe('layout', () => {
  const plain = { columns: 6, promptOf: (line: number) => (line === 0 ? '> ' : '. '), spans: [] }

  it('folds at the edge, and puts the cursor after a full row on the next', () => {
    expect(layout({ ...plain, text: 'abcdef', at: 3 })).toMatchObject({
      rows: ['> abcd', 'ef'],
      cursorRow: 0,
      cursorColumn: 5,
    })
    expect(layout({ ...plain, text: 'abcd', at: 4 })).toMatchObject({
      rows: ['> abcd', ''],
      cursorRow: 1,
      cursorColumn: 0,
    })
  })

  it('never cuts a wide character in two', () => {
    expect(layout({ ...plain, text: 'abc株式', at: 5 })).toMatchObject({
      rows: ['> abc', '株式'],
      cursorRow: 1,
      cursorColumn: 4,
    })
  })

  it('gives each line its prompt', () => {
    expect(layout({ ...plain, text: 'a\nb', at: 3 })).toMatchObject({
      rows: ['> a', '. b'],
      cursorRow: 1,
      cursorColumn: 3,
    })
  })

  it('colours by spans', () => {
    const spans = [{ start: 0, end: 1, style: '32' }]
    expect(layout({ ...plain, spans, text: 'ab', at: 0 }).rows).toEqual(['> \x1b[0;32ma\x1b[0mb'])
  })
})

it('colours key words, literals and half a string', () => {
  const pieces = (text: string) => coloursOf(text).map(({ start, end, style }) => [text.slice(start, end), style])
  expect(pieces("SELECT 1 FROM t WHERE a = 'x")).toEqual([
    ['SELECT', '1;34'],
    ['1', '35'],
    ['FROM', '1;34'],
    ['WHERE', '1;34'],
    ["'x", '32'],
  ])
  expect(pieces('\\dt x')).toEqual([['\\dt x', '33']])
})

describe('the menu', () => {
  const candidates = ['Stage', 'Status', 'stock'].map((text) => ({ text }))

  it('first stands for what all have in common, then goes around', () => {
    const menu = new Menu(0, edit('S|'), candidates)
    const seen = [menu.text]
    for (let i = 0; i < 4; i++) {
      menu.move(1)
      seen.push(menu.text)
    }
    expect(seen).toEqual(['St', 'Stage', 'Status', 'stock', 'Stage'])
  })

  it('fits the screen and says how many are not shown', () => {
    const menu = new Menu(0, edit('|'), candidates)
    expect(menu.rows(20, 2)).toEqual([' Stage'.padEnd(19), ' Status'.padEnd(19), ' … 1 more'])
  })
})
