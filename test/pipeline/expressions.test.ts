import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ZohoSqlError } from '../../src/base/errors.ts'
import {
  checkExpression,
  type ExpressionScope,
  evaluate,
  functions,
  type KnownNames,
  type PipelineJson,
  parseTemplate,
} from '../../src/pipeline/expression/index.ts'
import { jsonText, readJson } from '../../src/pipeline/expression/values.ts'

const known: Readonly<Record<string, PipelineJson>> = {
  pipeline: { parameters: { myNumber: 42, myString: 'foo', list: [1, 2, 3], empty: [] } },
  activity: { output: { firstRow: { Max: '2026-01-01T00:00:00Z' }, count: 1 } },
  variables: 'w',
  item: { name: 'n' },
}

const scope: ExpressionScope = { lookUp: (name) => known[name], now: () => Date.parse('2026-11-30T12:34:56.789Z') }

function outcome(text: string): string {
  try {
    return `=> ${jsonText(evaluate(parseTemplate(text), scope))}`
  } catch (error) {
    const { message, hint = '' } = error as ZohoSqlError
    return `!! ${message} ${hint}`
  }
}

const cases = readFileSync(new URL('expressions.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const pairs = Array.from({ length: cases.length / 2 }, (_, i) => [cases[2 * i]!, cases[2 * i + 1]!] as const)

describe('expressions', () => {
  it.each(pairs)('%s', (text, expected) => {
    const got = outcome(text)
    if (expected.startsWith('!! ')) expect(got.slice(3)).toContain(expected.slice(3))
    else expect(got).toBe(`=> ${jsonText(readJson(expected.slice(3)))}`)
  })

  it('have a case for every function', () => {
    const without = functions.names.filter((name) => !new RegExp(`\\b${name}\\(`, 'i').test(cases.join('\n')))
    // Twins under a second name, and one that has no value to compare.
    const excused = [
      'decodeBase64',
      'decodeDataUri',
      'decodeUriComponent',
      'uriComponent',
      'uriComponentToBinary',
      'rand',
    ]
    expect(without.sort()).toEqual(
      [...excused, 'addMinutes', 'addSeconds', 'less', 'greaterOrEquals', 'toLower'].sort(),
    )
  })

  it('have all functions of the list that Microsoft documents', () => {
    const documented = `concat endsWith guid indexOf lastIndexOf replace split startsWith substring toLower toUpper trim
      contains empty first intersection join last length skip take union
      and equals greater greaterOrEquals if less lessOrEquals not or
      array base64 base64ToBinary base64ToString binary bool coalesce createArray dataUri dataUriToBinary
      dataUriToString decodeBase64 decodeDataUri decodeUriComponent encodeUriComponent float int json string
      uriComponent uriComponentToBinary uriComponentToString
      add div max min mod mul rand range sub
      addDays addHours addMinutes addSeconds addToTime convertFromUtc convertTimeZone convertToUtc dayOfMonth
      dayOfWeek dayOfYear formatDateTime getFutureTime getPastTime startOfDay startOfHour startOfMonth
      subtractFromTime ticks utcNow`
    expect([...functions.names].sort()).toEqual(documented.split(/\s+/).sort())
  })
})

describe('what is wrong is found before anything runs', () => {
  const names: KnownNames = {
    words: new Set(['pipeline', 'activity', 'variables']),
    parameters: new Set(['Since']),
    variables: new Set(['Rows']),
    activities: new Set(['Look up']),
  }
  const complaint = (text: string): string | undefined => {
    try {
      checkExpression(parseTemplate(text), names)
      return undefined
    } catch (error) {
      const { message, hint = '' } = error as ZohoSqlError
      return `${message} ${hint}`.trim()
    }
  }

  it.each([
    ['@pipeline().parameters.since', undefined],
    ["@concat('x', variables('rows'), activity('look up').output.a)", undefined],
    ['@pipeline().parameters.Sinc', 'There is no pipeline parameter "Sinc". Perhaps Since is meant.'],
    ["x @{variables('Row')}", 'There is no variable "Row". Perhaps Rows is meant.'],
    ["@activity('Look').output", 'There is no activity "Look". Perhaps Look up is meant.'],
    ['@item().x', 'There is no function "item".'],
    ["@toLowr('x')", 'There is no function "toLowr". Perhaps toLower is meant.'],
    ["@toLower('x', 'y')", 'The function toLower takes 1 arguments, not 2.'],
    ["@xpath('x', 'y')", 'The function xpath is not supported: there is no XML here.'],
  ])('%s', (text, expected) => {
    if (expected === undefined) expect(complaint(text)).toBeUndefined()
    else expect(complaint(text)).toContain(expected)
  })
})
