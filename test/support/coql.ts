/** For every test that looks at what the driver prints: is this COQL text one that any reading of Zoho accepts? */
import { type ConditionTest, type CoqlLiteral, type CoqlSelect, testsOf } from '../../src/simulator/coql/ast.ts'
import { checkForm } from '../../src/simulator/coql/form.ts'
import { limitsOf } from '../../src/simulator/coql/limits.ts'
import { parseCoql } from '../../src/simulator/coql/parse.ts'
import type { ApiVersion } from '../../src/simulator/model.ts'
import { SimRefusal } from '../../src/simulator/refusal.ts'
import { defaultVariants } from '../../src/simulator/variants.ts'

/**
 * Throws, with the reason and the text, unless Zoho's COQL accepts the text under every reading: its grammar, its
 * limits (those of `version`, default v8), and the forms that a careful client avoids (words without quotes,
 * subqueries, IS NULL in capitals, fractions of a second, other NOT LIKE than '%x%').
 */
export function checkCoql(text: string, version: ApiVersion = 'v8'): void {
  try {
    const query = parseCoql(text, { lowerNullTest: true })
    parseCoql(text, { lowerNullTest: true, backslashEscapes: true, flatConditions: true })
    checkForm(query, limitsOf(version, defaultVariants))
    refuseRisks(query)
  } catch (error) {
    if (!(error instanceof SimRefusal)) throw error
    const shown = `${error.code} ${JSON.stringify(error.details)} ${error.message}`
    throw new Error(`COQL refused, ${shown}: ${text}`, { cause: error })
  }
}

function refuseRisks(query: CoqlSelect): void {
  for (const test of testsOf(query.where)) {
    if (literalsOf(test).length === 0 && test.kind !== 'null') throw risk('a subquery')
    for (const literal of literalsOf(test)) refuseLiteral(literal)
    if (test.kind === 'like' && test.negated && !/^%.+%$/s.test(test.pattern.text)) throw risk('not like without %x%')
  }
}

function refuseLiteral(literal: CoqlLiteral): void {
  if (literal.kind === 'word') throw risk(`a text without quotes, ${literal.text}`)
  if (/^\d{4}-\d\d-\d\dT[\d:]+\.\d/.test(literal.text)) throw risk(`fractions of a second, ${literal.text}`)
}

/** Literals of a test; none for a null test or a subquery. */
function literalsOf(test: ConditionTest): readonly CoqlLiteral[] {
  if (test.kind === 'like') return [test.pattern]
  if (test.kind === 'between') return [test.low, test.high]
  if (test.kind === 'in') return Array.isArray(test.values) ? test.values : []
  if (test.kind === 'compare') return test.value.kind === 'query' ? [] : [test.value]
  return []
}

const risk = (what: string): SimRefusal => new SimRefusal(400, 'RISK', {}, what)
