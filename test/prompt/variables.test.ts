import { describe, expect, it } from 'vitest'
import { withVariables, wordsOf } from '../../src/cli/prompt/variables.ts'

const variables = new Map([
  ['n', '5'],
  ['who', "O'Neil"],
  ['odd', 'a "b"'],
])

describe('in SQL', () => {
  it.each([
    ['SELECT :n', 'SELECT 5'],
    ["SELECT :'who'", "SELECT 'O''Neil'"],
    ['SELECT :"odd"', 'SELECT "a ""b"""'],
    ["SELECT ':n', n::text", "SELECT ':n', n::text"],
    ['SELECT :unset', 'SELECT :unset'],
    ["SELECT a[1:n], 'x'", "SELECT a[1:n], 'x'"],
    ['SELECT 1 -- :n', 'SELECT 1 -- :n'],
  ])('%s', (sql, expected) => {
    expect(withVariables(sql, variables)).toBe(expected)
  })
})

describe('words of commands', () => {
  it.each([
    ['a b  c', ['a', 'b', 'c']],
    ["'a b' c", ['a b', 'c']],
    ["'it''s' '\\t|'", ["it's", '\t|']],
    ["a:n :'who'", ['a5', "'O''Neil'"]],
    ['"odd name"', ['"odd name"']],
    ['', []],
  ])('%s', (rest, words) => {
    expect(wordsOf(rest, variables)).toEqual(words)
  })

  it('refuses an open quote', () => {
    expect(() => wordsOf("'a", variables)).toThrow('A quote is not closed.')
  })
})
