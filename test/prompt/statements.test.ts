import { describe, expect, it } from 'vitest'
import { isReady, openAt, openAtLines, takeApart } from '../../src/cli/prompt/statements.ts'

describe('takeApart', () => {
  it('cuts at semicolons that are SQL’s own', () => {
    const { items, pending } = takeApart("SELECT ';' AS a; -- ;\nSELECT 2; SELECT 3")
    expect(items).toEqual([
      { kind: 'statement', text: "SELECT ';' AS a" },
      { kind: 'statement', text: '-- ;\nSELECT 2' },
    ])
    expect(pending.trim()).toBe('SELECT 3')
  })

  it('takes commands with the rest of their line, after SQL and between statements', () => {
    expect(takeApart('\\x auto\nSELECT 1 \\gx out.txt\nSELECT 2;').items).toEqual([
      { kind: 'meta', name: 'x', rest: 'auto', buffer: '' },
      { kind: 'meta', name: 'gx', rest: 'out.txt', buffer: 'SELECT 1' },
      { kind: 'statement', text: 'SELECT 2' },
    ])
  })

  it('ends a command at \\\\, but not one for the shell', () => {
    expect(takeApart('\\t \\\\ SELECT 1;').items).toEqual([
      { kind: 'meta', name: 't', rest: '', buffer: '' },
      { kind: 'statement', text: 'SELECT 1' },
    ])
    expect(takeApart('\\! echo a\\\\b').items).toEqual([{ kind: 'meta', name: '!', rest: 'echo a\\\\b', buffer: '' }])
  })

  it('sees no command within quotes', () => {
    expect(takeApart("SELECT 'C:\\q' AS a;").items).toEqual([{ kind: 'statement', text: "SELECT 'C:\\q' AS a" }])
  })

  it('keeps what was typed for commands that only look at it', () => {
    expect(takeApart('SELECT 1\n\\p')).toMatchObject({
      items: [{ kind: 'meta', name: 'p', buffer: 'SELECT 1' }],
      pending: 'SELECT 1\n',
    })
    expect(takeApart('SELECT 1\n\\r').pending).toBe('')
  })

  it('does not give up on a quote that is open', () => {
    expect(takeApart("SELECT 1; SELECT 'a;\n").items).toHaveLength(1)
  })
})

it.each([
  ['', '='],
  ['-- only a comment', '='],
  ['SELECT', '-'],
  ["SELECT 'a", "'"],
  ['SELECT "a', '"'],
  ['SELECT $$a', '$'],
  ['SELECT /* a', '*'],
  ['SELECT (1', '('],
  ['SELECT (ARRAY[1', '['],
  ['SELECT (1)', '-'],
])('what is open after %j is %s', (text, open) => {
  expect(openAt(text)).toBe(open)
})

it('knows what is open at each line', () => {
  const text = 'SELECT (1,\n\'a\nb\', $$\n$$\n) FROM "x\ny" /*\n*/ -- (\n; SELECT 1;\n\\d (\nSELECT [\n'
  expect(openAtLines(text).join('')).toBe("=('$(" + '"*-==[')
})

it.each([
  ['SELECT 1', false],
  ['SELECT 1;', true],
  ["SELECT ';", false],
  ['SELECT 1; SELECT 2', false],
  ['\\d', true],
  ['SELECT 1 \\g', true],
  ['SELECT 1\n\\p', true],
  ['SELECT 1\n\\p\nFROM', false],
  ['', true],
  ['quit', true],
  ['help;', true],
  ['quit now', false],
])('%j is ready: %s', (text, ready) => {
  expect(isReady(text)).toBe(ready)
})
