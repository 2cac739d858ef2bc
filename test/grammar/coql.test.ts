import { describe, expect, it } from 'vitest'
import { parseCoql } from '../../src/simulator/coql/parse.ts'
import { SimRefusal } from '../../src/simulator/refusal.ts'
import { checkCoql } from '../support/coql.ts'
import { readCases, readTexts } from '../support/corpus.ts'

function refusal(text: string, options = {}): string {
  try {
    parseCoql(text, options)
  } catch (error) {
    if (error instanceof SimRefusal) return `${error.code} ${JSON.stringify(error.details)}`
    throw error
  }
  return 'accepted'
}

const numbers = (count: number, prefix = ''): string => Array.from({ length: count }, (_, i) => prefix + i).join(', ')
const where = (condition: string): string => `select a from M where ${condition}`

describe('COQL texts', () => {
  it.each(readTexts('coql-accepted'))('accepts $text', ({ text }) => {
    expect(refusal(text)).toBe('accepted')
  })

  it.each(readCases('coql-refused'))('refuses $text', ({ text, expected }) => {
    expect(refusal(text)).toBe(expected)
  })
})

describe('COQL trees', () => {
  it('keep brackets as structure', () => {
    const query = parseCoql(where('(a = 1 or b = 2) and c = 3'))
    expect(query.where).toMatchObject({ kind: 'and', left: { kind: 'or' }, right: { kind: 'compare', op: '=' } })
  })

  it('undouble quotes and keep the rest of a literal', () => {
    const text = "a in ('O''Neil', \"O'Neil\", \"say \"\"hi\"\"\", '\\', '', '''')"
    const test = parseCoql(where(text)).where
    const values = test?.kind === 'in' && Array.isArray(test.values) ? test.values.map((literal) => literal.text) : []
    expect(values).toEqual(["O'Neil", "O'Neil", 'say "hi"', '\\', '', "'"])
  })

  it('say where each part is', () => {
    const text = "select a, 'b' from M where c = 'x' order by d"
    const query = parseCoql(text)
    const parts = [query.columns[1], query.from, query.where, query.orderBy[0]].map((part) =>
      text.slice(part?.at, part!.at + 3),
    )
    expect(parts).toEqual(["'b'", 'M w', 'c =', 'd'])
  })

  it('read the forms of LIMIT', () => {
    const page = (end: string): (string | undefined)[] => {
      const { limit, offset } = parseCoql(`${where('a = 1')} ${end}`)
      return [limit?.text, offset?.text]
    }
    expect(page('limit 10, 20')).toEqual(['20', '10'])
    expect(page('limit 20 offset 10')).toEqual(['20', '10'])
    expect(page('offset 10')).toEqual([undefined, '10'])
    expect(page('limit s')).toEqual(['s', undefined])
  })

  it('follow paths, with an arrow only within quotes', () => {
    const [first] = parseCoql("select 'What_Id->Leads.Owner.email' from Tasks where a = 1").columns
    expect(first?.ref.hops).toEqual([
      { name: 'What_Id', arrow: 'Leads' },
      { name: 'Owner', arrow: null },
      { name: 'email', arrow: null },
    ])
  })
})

describe('options of the grammar', () => {
  it('flatConditions: AND binds more tightly than OR', () => {
    const query = parseCoql(where('a = 1 or b = 2 and c = 3'), { flatConditions: true })
    expect(query.where).toMatchObject({ kind: 'or', right: { kind: 'and' } })
  })

  it('backslashEscapes: a backslash takes the next character', () => {
    const query = parseCoql(where("a = 'x\\'y'"), { backslashEscapes: true })
    expect(query.where).toMatchObject({ value: { text: "x'y" } })
    expect(refusal(where("a = 'x\\'"), { backslashEscapes: true })).toContain('SYNTAX_ERROR')
  })

  it('lowerNullTest: IS NULL in capitals is refused', () => {
    expect(refusal(where('a IS NOT NULL'), { lowerNullTest: true })).toContain('SYNTAX_ERROR')
    expect(refusal(where('a is not null'), { lowerNullTest: true })).toBe('accepted')
  })
})

describe('cost of parsing', () => {
  it('grows with the length of the text, however deep the brackets', () => {
    const deep = `${'('.repeat(500)}a = 1${')'.repeat(500)}`
    expect(refusal(where(deep))).toBe('accepted')
    expect(refusal(where(deep.slice(0, -1)))).toContain('SYNTAX_ERROR')
  })

  it('ends in a refusal where the text is too deep to follow', () => {
    const brackets = 200_000
    expect(refusal(where(`${'('.repeat(brackets)}a = 1${')'.repeat(brackets)}`))).toBe('SYNTAX_ERROR {}')
  })
})

describe('checkCoql', () => {
  it('accepts what a careful client prints', () => {
    checkCoql(
      "select id, 'Order' from Deals where ((a = 'x' and b in ('1')) and id > '1') order by id asc limit 0, 200",
    )
  })

  it.each([
    ['select Last_Name from Leads', 'missing clause'],
    [where('a = 1 and b = 2 and c = 3'), 'parsing'],
    [where('a = Advertisement'), 'without quotes'],
    [where('a in (select b from N where c = 1)'), 'subquery'],
    [`${where('a = 1')} limit 2001`, '"by":"limit","limit":2000'],
    [`${where('a = 1')} limit 0`, 'greater than 0'],
    [where(`a in (${numbers(101)})`), '"by":"in","limit":100'],
    [where('a = 1').replace('a', numbers(501, 'c')), '"by":"select_column","limit":500'],
    [`${where('a = 1')} order by id, id`, 'DUPLICATE_DATA {"column_name":"id"}'],
    [where("a not like 'x%'"), 'not like'],
    [where("a > '2026-03-09T00:00:00.5Z'"), 'fractions'],
  ])('refuses %s', (text, reason) => {
    expect(() => checkCoql(text)).toThrow(reason)
  })
})
