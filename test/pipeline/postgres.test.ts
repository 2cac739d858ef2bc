import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/output/databases/index.ts'
import { useSimulator } from '../cli/support.ts'
import { type Cluster, startCluster } from '../postgres/cluster.ts'
import { dependsOn, makeFactory, reference, type TestFactory } from './factory.ts'

/** Microsoft's tutorial of an incremental copy, against a real PostgreSQL. */

const { connection } = useSimulator({ rows: 120 })

let cluster: Cluster | undefined
let db: Database
let factory: TestFactory

beforeAll(async () => {
  cluster = await startCluster()
  db = await openDatabase(`postgres://tester@/postgres?host=${cluster!.host}`)
}, 400_000)
beforeEach(async () => {
  await db.run(`
    DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TABLE watermarktable (TableName text, WatermarkValue timestamptz);
    INSERT INTO watermarktable VALUES ('Deals', '2000-01-01');
    CREATE PROCEDURE usp_write_watermark(LastModifiedtime timestamptz, TableName text) LANGUAGE sql AS
      'UPDATE watermarktable SET WatermarkValue = $1 WHERE TableName = $2';
    CREATE TABLE notes (what text);
    CREATE FUNCTION note(what text) RETURNS void LANGUAGE sql AS 'INSERT INTO notes VALUES ($1)';
    CREATE TABLE deals (id bigint PRIMARY KEY, deal_name text, amount numeric(12, 2), modified_time timestamptz NOT NULL)`)
  factory = await makeFactory(connection())
  return () => factory[Symbol.asyncDispose]()
})
afterAll(async () => {
  await db.close()
  await cluster?.[Symbol.asyncDispose]()
})

const rows = async (sql: string): Promise<unknown> => (await db.run(sql)).rows
const run = () => factory.run('--target', `Db=postgres://tester@/postgres?host=${cluster!.host}`)

const lookup = (name: string, source: object, dataset: object) => ({
  name,
  type: 'Lookup',
  typeProperties: { source, dataset },
})
const procedure = (storedProcedureName: string, storedProcedureParameters: object, rest: object) => ({
  name: storedProcedureName,
  type: 'SqlServerStoredProcedure',
  linkedServiceName: { referenceName: 'Db', type: 'LinkedServiceReference' },
  typeProperties: { storedProcedureName, storedProcedureParameters },
  ...rest,
})
const copy = (query: string, sink: object, rest: object = {}) => ({
  name: 'Copy',
  type: 'Copy',
  typeProperties: { source: { type: 'ZohoSource', query }, sink: { type: 'AzureSqlSink', ...sink } },
  inputs: [reference('Module')],
  outputs: [reference('Table', { table: 'deals' })],
  ...rest,
})

describe('an incremental copy into PostgreSQL', () => {
  it('copies what changed, keeps its watermark by a procedure, and copies nothing twice', async () => {
    const changed =
      "SELECT id, Deal_Name, Amount, Modified_Time FROM Deals WHERE Modified_Time > '@{activity('Old').output.firstRow.watermarkvalue}' AND Modified_Time <= '@{activity('New').output.firstRow.NewWatermarkvalue}'"
    await factory.pipeline([
      lookup(
        'Old',
        { type: 'AzureSqlSource', sqlReaderQuery: "SELECT * FROM watermarktable WHERE tablename = 'Deals'" },
        reference('Table', { table: 'x' }),
      ),
      lookup(
        'New',
        { type: 'ZohoSource', query: 'SELECT max(Modified_Time) AS NewWatermarkvalue FROM Deals' },
        reference('Module'),
      ),
      copy(
        changed,
        { writeBehavior: 'upsert', upsertSettings: { keys: ['id'] } },
        {
          dependsOn: [...dependsOn('Old').dependsOn, ...dependsOn('New').dependsOn],
        },
      ),
      procedure(
        'usp_write_watermark',
        {
          LastModifiedtime: { type: 'DateTime', value: "@{activity('New').output.firstRow.NewWatermarkvalue}" },
          TableName: { type: 'String', value: 'Deals' },
        },
        dependsOn('Copy'),
      ),
    ])
    const first = await run()
    expect(first.report.message).toBe('')
    const [[count]] = (await rows('SELECT count(*) FROM deals')) as [[number]]
    expect(count).toBeGreaterThan(100)
    expect(await rows('SELECT (SELECT max(modified_time) FROM deals) = watermarkvalue FROM watermarktable')).toEqual([
      [true],
    ])
    const second = await run()
    const copied = second.report.activityRuns.find(({ activityName }) => activityName === 'Copy')!
    expect(copied.output.rowsCopied).toBe(0)
    expect(await rows('SELECT count(*) FROM deals')).toEqual([[count]])
  })

  it('calls functions too, and runs scripts of several statements', async () => {
    await factory.pipeline([
      procedure('note', { what: { value: "it's" } }, {}),
      {
        name: 'Script',
        type: 'Script',
        linkedServiceName: { referenceName: 'Db', type: 'LinkedServiceReference' },
        typeProperties: {
          scripts: [
            { type: 'NonQuery', text: "INSERT INTO notes VALUES ('a'); INSERT INTO notes VALUES ('b')" },
            {
              type: 'Query',
              text: 'SELECT what FROM notes WHERE what <> @other ORDER BY 1',
              parameters: [{ name: 'other', value: 'b' }],
            },
          ],
        },
        ...dependsOn('note'),
      },
    ])
    const { report } = await run()
    expect(report.message).toBe('')
    expect(report.activityRuns[1]!.output.resultSets).toEqual([
      { rowCount: 2, rows: [{ what: 'a' }, { what: "it's" }] },
    ])
  })

  it('leaves the table as it was when a row does not fit, or leaves the row out where that is allowed', async () => {
    const query =
      'SELECT id, CASE WHEN id = (SELECT min(id) FROM Deals) THEN NULL ELSE Modified_Time END AS Modified_Time FROM Deals'
    await factory.pipeline([copy(query, { preCopyScript: 'TRUNCATE deals' })])
    await db.run("INSERT INTO deals VALUES (1, 'old', 1, now())")
    expect((await run()).report.status).toBe('Failed')
    expect(await rows('SELECT id FROM deals')).toEqual([[1]])
    const skipping = copy(query, { preCopyScript: 'TRUNCATE deals' })
    await factory.pipeline([
      { ...skipping, typeProperties: { ...skipping.typeProperties, enableSkipIncompatibleRow: true } },
    ])
    const { output } = (await run()).report.activityRuns[0]!
    expect(output).toMatchObject({ rowsSkipped: 1, rowsCopied: output.rowsRead - 1 })
    expect(await rows('SELECT count(*) FROM deals')).toEqual([[output.rowsCopied]])
  })

  it('says which column the table has not', async () => {
    await factory.pipeline([copy('SELECT id, Stage, Modified_Time FROM Deals', {})])
    expect((await run()).report.message).toContain('The table deals has no column "Stage".')
  })
})
