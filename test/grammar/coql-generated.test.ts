import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConditionTest, CoqlLiteral, WhereCondition } from '../../src/simulator/coql/ast.ts'
import { parseCoql } from '../../src/simulator/coql/parse.ts'
import { SimRefusal } from '../../src/simulator/refusal.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A test as text; the same text must come back from its tree. */
const tests = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((text) => `Name = ${quoted(text)}`),
  fc.tuple(fc.constantFrom('=', '!=', '>', '>=', '<', '<='), fc.integer()).map(([op, n]) => `Size ${op} ${n}`),
  fc.array(fc.string(), { minLength: 1, maxLength: 3 }).map((list) => `Name in (${list.map(quoted).join(', ')})`),
  fc.tuple(fc.nat(), fc.nat()).map(([low, high]) => `Size not between ${low} and ${high}`),
  fc.string().map((text) => `Name not like ${quoted(text)}`),
  fc.constantFrom('Owner is null', 'Account_Name.Industry is not null'),
)

const { conditions } = fc.letrec<{ conditions: string }>((tie) => ({
  conditions: fc.oneof(
    { maxDepth: 4 },
    tests,
    fc
      .tuple(tie('conditions'), fc.constantFrom('and', 'or'), tie('conditions'))
      .map(([left, connector, right]) => `(${left} ${connector} ${right})`),
  ),
}))

const literal = ({ kind, text }: CoqlLiteral): string => (kind === 'string' ? quoted(text) : text)

function printTest(test: ConditionTest): string {
  const not = 'negated' in test && test.negated ? 'not ' : ''
  const name = test.ref.text
  if (test.kind === 'null') return `${name} is ${not}null`
  if (test.kind === 'like') return `${name} ${not}like ${literal(test.pattern)}`
  if (test.kind === 'between') return `${name} ${not}between ${literal(test.low)} and ${literal(test.high)}`
  if (test.kind === 'in') return `${name} ${not}in (${(test.values as CoqlLiteral[]).map(literal).join(', ')})`
  return `${name} ${test.op} ${literal(test.value as CoqlLiteral)}`
}

const print = (condition: WhereCondition): string =>
  'left' in condition ? `(${print(condition.left)} ${condition.kind} ${print(condition.right)})` : printTest(condition)

describe('generated COQL', () => {
  it('comes back from its tree as it was written', () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        const { where } = parseCoql(`select id from Leads where ${condition}`)
        expect(print(where!)).toBe(condition)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('is accepted or refused, whatever the words, and never ends otherwise', () => {
    const words = "select from where and or not in like is null ( ) , = <> '' 'x' 1 a b.c SUM( limit order by".split(
      ' ',
    )
    let accepted = 0
    let refused = 0
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 6 })
    const ends = fc.tuple(fc.boolean(), soup)
    fc.assert(
      fc.property(ends, ([plain, rest]) => {
        const text = `select a from b where a = 1 ${plain ? '' : rest.join(' ')}`
        try {
          parseCoql(text)
          accepted++
        } catch (error) {
          expect(error).toBeInstanceOf(SimRefusal)
          refused++
        }
      }),
      { seed: 7, numRuns: 500 },
    )
    expect(Math.min(accepted, refused)).toBeGreaterThan(50)
  })
})
