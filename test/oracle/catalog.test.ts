/** The driver's tables are those that the oracle made up without it: names, order and types of all columns. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SqlType, typeText } from '../../src/base/types.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import type { Table } from '../../src/source/index.ts'
import { openSimulator, Stage } from './harness.ts'
import { basic, setupNamed } from './setups.ts'
import { tables } from './tables.ts'

/** As the oracle's DDL spells types. */
const spelled = (type: SqlType): string =>
  typeText(type).replace('character varying', 'varchar').replace('timestamp with time zone', 'timestamptz')

const described = (table: Table): string[] => table.columns.map(({ name, type }) => `${name} ${spelled(type)}`)

let simulator: Simulator
beforeAll(async () => {
  simulator = await openSimulator()
})
afterAll(() => simulator.close())

describe.each([basic[0]!.name, 'v2', 'idField=listed', 'polymorphicType=lookup'])('the catalogue (%s)', (name) => {
  it('has the columns and types of the oracle', async () => {
    await using stage = await Stage.open(setupNamed(name), simulator)
    const schema = await stage.schema()
    for (const { name: table, columns } of tables.filter(({ name: known }) => known !== 'Users')) {
      const found = schema.find((candidate) => candidate.name === table)!
      expect(described(found)).toEqual(columns.map((column) => `${column.name} ${column.type}`))
    }
  })

  it('has the users, with more columns than the oracle needs', async () => {
    await using stage = await Stage.open(setupNamed(name), simulator)
    const found = described((await stage.schema()).find((candidate) => candidate.name === 'Users')!)
    expect(found).toEqual(expect.arrayContaining(['id bigint', 'full_name text', 'email text', 'status text']))
  })
})
