import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { isBlank, lex, parse, splitStatements } from '../../src/sql/index.ts'
import { Generator } from './support/generate.ts'

const kinds = (text: string): string[] =>
  lex(text)
    .filter((token) => !isBlank(token))
    .map((token) => `${token.kind} ${token.text}`)

/** Pieces that lexers stumble over, in any order. */
const shards = fc.constantFrom(
  "'", '"', "E'", "U&'", '$$', '$a$', '/*', '*/', '--', '\n', '\\', ':', '::', '?', '[', ']', '(', ')', '$1', ':n', '1.', '.5',
  '1e', '-', '+', '@', ';', ' ', 'select', 'from', 'a', 'é', '\u0000', '\ud800', 'x', 'b\'', '=>', ',',
) // biome-ignore format: a list
const soup = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(shards).map((parts) => parts.join('')),
  fc.array(shards).map((parts) => `select ${parts.join(' ')}`),
)

describe('tokens', () => {
  it('tile every text without a gap', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const tokens = lex(text)
        expect(tokens.map((token) => token.text).join('')).toBe(text)
        tokens.forEach((token, index) => {
          expect(token.start).toBe(tokens[index - 1]?.end ?? 0)
          expect(token.end).toBeGreaterThan(token.start)
        })
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  it('carry no error in valid statements', () => {
    for (let seed = 1; seed <= 100; seed++) {
      expect(lex(new Generator(seed).statement()).filter((token) => token.kind === 'error')).toEqual([])
    }
  })

  it.each<[string, string[]]>([
    ["E'a\\'b' 'it''s'", ["string E'a\\'b'", "string 'it''s'"]],
    ["'a'\n'b' 'c' 'd'", ["string 'a'\n'b'", "string 'c'", "string 'd'"]],
    ["'a' -- note\n 'b'", ["string 'a' -- note\n 'b'"]],
    ['$$a$$ $x$ $$ $x$ $1', ['string $$a$$', 'string $x$ $$ $x$', 'parameter $1']],
    ['a$1 "b""c" U&"d"', ['word a$1', 'quoted "b""c"', 'quoted U&"d"']],
    ['1.5e-3 .5 5. 1..2', ['number 1.5e-3', 'number .5', 'number 5.', 'number 1', 'punctuation ..', 'number 2']],
    ['a=?', ['word a', 'operator =', 'parameter ?']],
    [
      'a+-1 a@-1 a--1',
      ['word a', 'operator +', 'operator -', 'number 1', 'word a', 'operator @-', 'number 1', 'word a'],
    ],
    ['a::int :n', ['word a', 'punctuation ::', 'word int', 'parameter :n']],
    ['a[1:n]', ['word a', 'punctuation [', 'number 1', 'punctuation :', 'word n', 'punctuation ]']],
    ['array[:n]', ['word array', 'punctuation [', 'parameter :n', 'punctuation ]']],
    ['a[(:n)]', ['word a', 'punctuation [', 'punctuation (', 'parameter :n', 'punctuation )', 'punctuation ]']],
    ['/* a /* b */ c */ x', ['word x']],
    ['1a', ['error 1a']],
    ["'a''", ["error 'a''"]],
    ['{', ['error {']],
  ])('of %s', (text, expected) => {
    expect(kinds(text)).toEqual(expected)
  })
})

describe('the parser', () => {
  it('answers any text with a tree or an error of its own', () => {
    fc.assert(
      fc.property(soup, (text) => {
        try {
          expect(parse(text).text).toBe(text)
        } catch (error) {
          expect(isZohoSqlError(error) && error.code !== 'INTERNAL', `${error}`).toBe(true)
        }
      }),
      { seed: 2, numRuns: 2000 },
    )
  })
})

describe('splitting a script', () => {
  it.each<[string, string[]]>([
    ['', []],
    [' ; -- nothing\n;/* at all */', []],
    ['select 1', ['select 1']],
    ['select 1; select 2 ;', ['select 1', 'select 2']],
    ['select \';\' ; select $$;$$; select ";" /* ; */ -- ;', ["select ';'", 'select $$;$$', 'select ";"']],
    ["select 1; select 'open; select 3", ['select 1', "select 'open; select 3"]],
  ])('%j', (script, expected) => {
    const statements = splitStatements(script)
    expect(statements.map(({ text }) => text)).toEqual(expected)
    for (const { text, start, end } of statements) expect(script.slice(start, end)).toBe(text)
  })
})
