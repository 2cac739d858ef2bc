/**
 * The table of what COQL lets one do with each type of field, cell by cell: every operator, aggregate, grouping and
 * order that it claims is accepted by the simulator, and every operator and column that it does not claim is still refused.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { factsOf } from '../../src/services/crm/catalog/columns.ts'
import type { AggregateFunction, CoqlOperator } from '../../src/services/crm/fields.ts'
import { columnText } from '../../src/services/crm/query.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import type { Column } from '../../src/source/index.ts'
import { openSimulator, Stage } from '../oracle/harness.ts'

let simulator: Simulator
let stage: Stage
let columns: readonly { readonly table: string; readonly column: Column }[]
beforeAll(async () => {
  simulator = await openSimulator()
  stage = await Stage.open({ name: 'capabilities' }, simulator)
  const tables = (await stage.schema()).filter(({ name }) => name !== 'Users' && name !== 'Org')
  columns = tables.flatMap((table) => table.columns.map((column) => ({ table: table.name, column })))
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await simulator.close()
})

const literals: Readonly<Record<string, string>> = {
  integer: '3',
  bigint: "'5725767000000100001'",
  numeric: '3.5',
  'double precision': '3.5',
  boolean: "'true'",
  date: "'2026-01-05'",
  timestamptz: "'2026-01-05T00:00:00+00:00'",
}

const tests: Readonly<Record<CoqlOperator, (name: string, literal: string) => string>> = {
  '=': (name, literal) => `${name} = ${literal}`,
  '!=': (name, literal) => `${name} != ${literal}`,
  '<': (name, literal) => `${name} < ${literal}`,
  '<=': (name, literal) => `${name} <= ${literal}`,
  '>': (name, literal) => `${name} > ${literal}`,
  '>=': (name, literal) => `${name} >= ${literal}`,
  between: (name, literal) => `${name} between ${literal} and ${literal}`,
  'not between': (name, literal) => `${name} not between ${literal} and ${literal}`,
  in: (name, literal) => `${name} in (${literal})`,
  'not in': (name, literal) => `${name} not in (${literal})`,
  like: (name) => `${name} like 'x%'`,
  'not like': (name) => `${name} not like '%x%'`,
  'is null': (name) => `${name} is null`,
  'is not null': (name) => `${name} is not null`,
}

const literalOf = ({ type, part, fieldType }: Column): string =>
  part === 'id' || fieldType === 'bigint' ? literals.bigint! : (literals[type.name] ?? "'x'")

/** One column for each combination of type and claim: hundreds of columns are alike. */
const kindOf = ({ fieldType, type, part, handle }: Column): string =>
  [fieldType, type.name, part, ...factsOf({ handle } as Column).coql.where].join()

function* samples(parts: readonly Column['part'][]): Generator<{ table: string; column: Column; name: string }> {
  const seen = new Set<string>()
  for (const { table, column } of columns) {
    const kind = kindOf(column)
    if (seen.has(kind) || !parts.includes(column.part) || !factsOf(column).roads.coql) continue
    seen.add(kind)
    yield { table, column, name: columnText(column.field) }
  }
}

const accepted = async (text: string): Promise<boolean> => typeof (await stage.coql(text)) !== 'string'

describe('COQL', () => {
  it('has the operators that are claimed for each type, and no others', async () => {
    const wrong: string[] = []
    let asked = 0
    for (const { table, column, name } of samples(['value', 'id'])) {
      for (const [operator, write] of Object.entries(tests) as [CoqlOperator, (typeof tests)[CoqlOperator]][]) {
        asked++
        const claimed = factsOf(column).coql.where.has(operator)
        const text = `select id from ${table} where ${write(name, literalOf(column))} limit 1`
        if ((await accepted(text)) !== claimed)
          wrong.push(`${column.fieldType} ${operator}: ${claimed ? 'refused' : 'accepted'}`)
      }
    }
    expect(asked).toBeGreaterThan(250)
    expect(wrong).toEqual([])
  })

  it('selects what is claimed', async () => {
    const wrong: string[] = []
    for (const { table, column, name } of samples(['value', 'id', 'name'])) {
      const text = `select ${name} from ${table} where id is not null limit 1`
      if ((await accepted(text)) !== factsOf(column).coql.select) wrong.push(`${column.fieldType} ${column.part}`)
    }
    expect(wrong).toEqual([])
  })

  it('computes the aggregates that are claimed', async () => {
    const wrong: string[] = []
    let claims = 0
    for (const { table, column, name } of samples(['value', 'id'])) {
      for (const fn of ['count', 'sum', 'min', 'max', 'avg'] as const satisfies readonly AggregateFunction[]) {
        if (!factsOf(column).coql.aggregate.has(fn)) continue
        claims++
        const text = `select ${fn.toUpperCase()}(${name}) from ${table} where id is not null limit 1`
        if (!(await accepted(text))) wrong.push(`${fn} ${column.fieldType}`)
      }
    }
    expect(claims).toBeGreaterThan(30)
    expect(wrong).toEqual([])
  })

  it('groups and sorts by what is claimed', async () => {
    const wrong: string[] = []
    let claims = 0
    for (const { table, column, name } of samples(['value', 'id'])) {
      const { groupBy, orderBy } = factsOf(column).coql
      const group = `select ${name}, COUNT(id) from ${table} where id is not null group by ${name} limit 200`
      const order = `select id from ${table} where id is not null order by ${name} asc limit 200`
      for (const [claimed, text] of [
        [groupBy, group],
        [orderBy, order],
      ] as const) {
        if (!claimed) continue
        claims++
        if (!(await accepted(text))) wrong.push(text)
      }
    }
    expect(claims).toBeGreaterThan(20)
    expect(wrong).toEqual([])
  })
})
