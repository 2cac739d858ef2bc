import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { parquetReadObjects } from 'hyparquet'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useSimulator, zohosql } from '../cli/support.ts'
import { dependsOn, makeFactory, reference, type TestFactory } from './factory.ts'

const { connection, simulator } = useSimulator({ rows: 120 })

let factory: TestFactory
beforeEach(async () => {
  factory = await makeFactory(connection())
})
afterEach(() => factory[Symbol.asyncDispose]())

const copy = (query: string, sink: object, output: object, rest: object = {}, more: object = {}) => ({
  name: 'Copy',
  type: 'Copy',
  typeProperties: { source: { type: 'ZohoSource', query }, sink, ...rest },
  inputs: [reference('Module')],
  outputs: [output],
  ...more,
})
const toCsv = (query: string, rest: object = {}, file = 'a.csv') =>
  copy(
    query,
    { type: 'DelimitedTextSink', storeSettings: { type: 'AzureBlobFSWriteSettings' } },
    reference('Csv', { file }),
    rest,
  )
const toTable = (query: string, sink: object = {}, table = 't', rest: object = {}) =>
  copy(query, { type: 'AzureSqlSink', ...sink }, reference('Table', { table }), rest)
const set = (variableName: string, value: unknown, rest: object = {}) => ({
  name: `set ${variableName}`,
  type: 'SetVariable',
  typeProperties: { variableName, value },
  ...rest,
})
const fail = (rest: object = {}) => ({
  name: 'Fail',
  type: 'Fail',
  typeProperties: { message: "@concat('no', ' good')", errorCode: '4711' },
  ...rest,
})
const wait = (name: string, rest: object = {}) => ({
  name,
  type: 'Wait',
  typeProperties: { waitTimeInSeconds: 0 },
  ...rest,
})

const outcomes = (report: { activityRuns: readonly { activityName: string; status: string }[] }) =>
  Object.fromEntries(report.activityRuns.map(({ activityName, status }) => [activityName, status]))

describe('copies to files', () => {
  it('write delimited text with header, quotes and NULLs, and say what Data Factory says', async () => {
    await factory.pipeline([
      toCsv("SELECT 1 AS a, 'x,\"y\"' AS b, NULL AS c, '' AS d UNION ALL SELECT 2, 'z', 'w', 'v' ORDER BY a"),
    ])
    const { code, stdout, report } = await factory.run()
    expect(code).toBe(0)
    expect(await factory.file('a.csv')).toBe('a,b,c,d\r\n1,"x,""y""",,""\r\n2,z,w,v\r\n')
    expect(report.activityRuns[0]!.output).toMatchObject({ rowsRead: 2, rowsCopied: 2, filesWritten: 1, errors: [] })
    expect(stdout).toMatch(/Copy +Copy +Succeeded/)
  })

  it('copy a whole module by its name, ids to the last digit', async () => {
    const whole = { ...toCsv(''), typeProperties: { ...toCsv('').typeProperties, source: { type: 'ZohoSource' } } }
    await factory.pipeline([whole])
    const { report } = await factory.run()
    const lines = (await factory.file('a.csv')).split('\r\n')
    expect(lines[0]).toMatch(/^id,Account_Name,/)
    expect(lines[1]).toMatch(/^5\d{18},/)
    expect(report.activityRuns[0]!.output.rowsCopied).toBeGreaterThan(0)
  })

  it('pack, escape and name files as the dataset says', async () => {
    await factory.write('dataset', 'Packed', {
      type: 'DelimitedText',
      linkedServiceName: { referenceName: 'Lake', type: 'LinkedServiceReference' },
      typeProperties: {
        location: { type: 'AzureBlobFSLocation', fileSystem: 'raw', folderPath: 'in/there' },
        columnDelimiter: '\t',
        rowDelimiter: '\n',
        nullValue: '\\N',
        compressionCodec: 'gzip',
      },
    })
    const sink = {
      type: 'DelimitedTextSink',
      formatSettings: { type: 'DelimitedTextWriteSettings', quoteAllText: true, fileExtension: '.tsv' },
    }
    await factory.pipeline([copy(`SELECT 'a"\\b' AS x, NULL AS y`, sink, reference('Packed'))])
    expect((await factory.run()).code).toBe(0)
    const [name] = await readdir(join(factory.lake, 'raw/in/there'))
    expect(name).toMatch(/^data_.*\.tsv\.gz$/)
    const text = gunzipSync(await readFile(join(factory.lake, 'raw/in/there', name!))).toString()
    expect(text).toBe('"a\\"\\\\b"\t\\N\n')
  })

  it('write JSON in both forms, numbers with all their digits', async () => {
    const query = 'SELECT 12345678901234567.89::numeric AS n, true AS b, NULL AS c'
    const sink = (filePattern?: string) => ({
      type: 'JsonSink',
      formatSettings: { type: 'JsonWriteSettings', filePattern },
    })
    await factory.pipeline([
      copy(query, sink(), reference('Json', { file: 'a.json' })),
      { ...copy(query, sink('arrayOfObjects'), reference('Json', { file: 'b.json' })), name: 'B' },
    ])
    expect((await factory.run()).code).toBe(0)
    expect(await factory.file('a.json')).toBe('{"n":12345678901234567.89,"b":true,"c":null}\n')
    expect(await factory.file('b.json')).toBe('[\n{"n":12345678901234567.89,"b":true,"c":null}\n]\n')
  })

  it('write Parquet with instants', async () => {
    const query =
      "SELECT '2026-01-02 03:04:05.678901Z'::timestamptz AS at, '2026-01-02'::date AS d, 5725767040000000011 AS id"
    await factory.pipeline([copy(query, { type: 'ParquetSink' }, reference('Parquet', { file: 'a.parquet' }))])
    expect((await factory.run()).code).toBe(0)
    const bytes = await readFile(join(factory.lake, 'raw/a.parquet'))
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    })
    expect(rows).toEqual([
      { at: new Date('2026-01-02T03:04:05.678Z'), d: new Date('2026-01-02'), id: 5725767040000000011n },
    ])
  })

  it('leave the file that was there when the copy fails', async () => {
    await factory.pipeline([toCsv('SELECT 1 AS a')])
    await factory.run()
    await factory.pipeline([toCsv('SELECT 1 / (id - id) AS a FROM Accounts')])
    const { code, report } = await factory.run()
    expect(code).toBe(1)
    expect(report.status).toBe('Failed')
    expect(report.activityRuns[0]!.error).toMatchObject({ errorCode: '22012' })
    expect(await factory.file('a.csv')).toBe('a\r\n1\r\n')
  })

  it('never leave the folder', async () => {
    await factory.pipeline([toCsv('SELECT 1 AS a', {}, '../../../escaped.csv')])
    const { report } = await factory.run()
    expect(report.activityRuns[0]!.error.message).toContain("leads out of the linked service's folder")
  })
})

describe('mappings', () => {
  it('choose, rename, convert and add columns', async () => {
    const mapped = toCsv("SELECT true AS yes, '2026-01-02T03:04:05Z'::timestamptz AS at, 7 AS n, 'unused' AS u", {
      source: undefined,
      translator: {
        type: 'TabularTranslator',
        mappings: [
          { source: { name: 'n' }, sink: { name: 'Number' } },
          { source: { ordinal: 2 }, sink: { name: 'When' } },
          { source: { name: 'yes' }, sink: { name: 'Yes' } },
          { source: { name: 'stage' }, sink: { name: 'Stage' } },
          { source: { name: 'copy of n' }, sink: { name: 'N' } },
        ],
        typeConversion: true,
        typeConversionSettings: { dateTimeFormat: 'dd.MM.yyyy HH:mm', treatBooleanAsNumber: true, culture: 'en-us' },
      },
    })
    mapped.typeProperties.source = {
      type: 'ZohoSource',
      query: "SELECT true AS yes, '2026-01-02T03:04:05Z'::timestamptz AS at, 7 AS n, 'unused' AS u",
      additionalColumns: [
        { name: 'stage', value: { value: "@concat('a', 'b')", type: 'Expression' } },
        { name: 'copy of n', value: '$$COLUMN:n' },
      ],
    } as never
    await factory.pipeline([mapped])
    expect((await factory.run()).report.message).toBe('')
    expect(await factory.file('a.csv')).toBe('Number,When,Yes,Stage,N\r\n7,02.01.2026 03:04,1,ab,7\r\n')
  })

  it('say which column the source has not', async () => {
    const translator = { type: 'TabularTranslator', mappings: [{ source: { name: 'Acount' }, sink: { name: 'x' } }] }
    await factory.pipeline([toCsv('SELECT 1 AS "Account"', { translator })])
    const { report } = await factory.run()
    expect(report.message).toContain('names the column Acount, which the source has not. Its columns are Account.')
  })
})

describe('copies to tables', () => {
  const target = () => ['--target', `Db=sqlite:${join(factory.folder, 'w.db')}`]
  const rows = (sql: string): unknown[] => {
    const db = new Database(join(factory.folder, 'w.db'))
    try {
      return db.prepare(sql).safeIntegers().raw().all()
    } finally {
      db.close()
    }
  }
  const exec = (sql: string): void => {
    const db = new Database(join(factory.folder, 'w.db'))
    db.exec(sql)
    db.close()
  }

  it('make the table, add to it, update it', async () => {
    await factory.pipeline([
      toTable('SELECT 5725767040000000011 AS id, 1.5::numeric AS n', { tableOption: 'autoCreate' }),
    ])
    expect((await factory.run(...target())).code).toBe(0)
    await factory.run(...target())
    expect(rows('SELECT id, n FROM t')).toEqual([
      [5725767040000000011n, 1.5],
      [5725767040000000011n, 1.5],
    ])
    const upsert = {
      writeBehavior: 'upsert',
      upsertSettings: { useTempDB: true, keys: ['id'] },
      preCopyScript: 'DELETE FROM t',
    }
    await factory.pipeline([toTable('SELECT 1 AS id, 2 AS n UNION ALL SELECT 1, 3 ORDER BY n', upsert)])
    await factory.run(...target())
    expect(rows('SELECT id, n FROM t')).toEqual([[1n, 3]])
  })

  it('leave out rows that the table does not take, and keep a log of them', async () => {
    exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL)')
    const skip = {
      enableSkipIncompatibleRow: true,
      logSettings: {
        enableCopyActivityLog: true,
        copyActivityLogSettings: { logLevel: 'Warning', enableReliableLogging: false },
        logLocationSettings: {
          linkedServiceName: { referenceName: 'Lake', type: 'LinkedServiceReference' },
          path: 'log',
        },
      },
    }
    const query =
      "SELECT 1 AS id, 'a' AS name UNION ALL SELECT 1, 'again' UNION ALL SELECT 2, NULL UNION ALL SELECT 3, 'c'"
    await factory.pipeline([toTable(query, {}, 't', skip)])
    const { report } = await factory.run(...target())
    const { output } = report.activityRuns[0]!
    expect(output).toMatchObject({ rowsRead: 4, rowsCopied: 2, rowsSkipped: 2 })
    expect(rows('SELECT id, name FROM t')).toEqual([
      [1n, 'a'],
      [3n, 'c'],
    ])
    const folder = join(factory.lake, output.logFilePath)
    const log = await readFile(join(folder, (await readdir(folder))[0]!), 'utf8')
    expect(log).toMatch(
      /^Timestamp,Level,OperationName,OperationItem,Message\r\n.*,Warning,TabularRowSkip,"""1"",""again""",/,
    )
    await factory.pipeline([toTable(query)])
    exec('DELETE FROM t')
    expect((await factory.run(...target())).report.status).toBe('Failed')
    expect(rows('SELECT count(*) FROM t')).toEqual([[0n]])
  })

  it('run the watermark pattern: what changed since the last run, once', async () => {
    exec(
      "CREATE TABLE watermark (name TEXT, value TEXT); INSERT INTO watermark VALUES ('Deals', '2000-01-01T00:00:00Z')",
    )
    const lookup = (name: string, source: object, dataset: object) => ({
      name,
      type: 'Lookup',
      typeProperties: { source, dataset },
    })
    const changed =
      "SELECT id, Deal_Name FROM Deals WHERE Modified_Time > '@{activity('Old').output.firstRow.value}' AND Modified_Time <= '@{activity('New').output.firstRow.top}'"
    const copied = toTable(
      changed,
      { writeBehavior: 'upsert', upsertSettings: { keys: ['id'] }, tableOption: 'autoCreate' },
      'deals',
    )
    await factory.pipeline([
      lookup(
        'Old',
        { type: 'AzureSqlSource', sqlReaderQuery: "SELECT value FROM watermark WHERE name = 'Deals'" },
        reference('Table', { table: 'x' }),
      ),
      lookup('New', { type: 'ZohoSource', query: 'SELECT max(Modified_Time) AS top FROM Deals' }, reference('Module')),
      { ...copied, dependsOn: [...dependsOn('Old').dependsOn, ...dependsOn('New').dependsOn] },
      {
        name: 'Keep',
        type: 'Script',
        linkedServiceName: { referenceName: 'Db', type: 'LinkedServiceReference' },
        typeProperties: {
          scripts: [
            {
              type: 'NonQuery',
              text: "UPDATE watermark SET value = @top WHERE name = 'Deals' -- @top stays",
              parameters: [{ name: 'top', type: 'String', value: "@activity('New').output.firstRow.top" }],
            },
            { type: 'Query', text: 'SELECT value FROM watermark' },
          ],
        },
        ...dependsOn('Copy'),
      },
    ])
    const first = await factory.run(...target())
    expect(first.report.message).toBe('')
    const copiedRows = first.report.activityRuns.find(({ activityName }) => activityName === 'Copy')!.output.rowsCopied
    expect(rows('SELECT count(*) FROM deals')).toEqual([[BigInt(copiedRows)]])
    const again = await factory.run(...target())
    expect(outcomes(again.report)).toEqual({ Old: 'Succeeded', New: 'Succeeded', Copy: 'Succeeded', Keep: 'Succeeded' })
    expect(again.report.activityRuns.find(({ activityName }) => activityName === 'Copy')!.output.rowsCopied).toBe(0)
    expect(rows('SELECT count(*) FROM deals')).toEqual([[BigInt(copiedRows)]])
  })
})

describe('control flow', () => {
  it('runs loops, branches and variables', async () => {
    await factory.pipeline(
      [
        {
          name: 'Keep',
          type: 'Filter',
          typeProperties: { items: '@pipeline().parameters.all', condition: '@greater(item(), 1)' },
        },
        {
          name: 'Each',
          type: 'ForEach',
          typeProperties: {
            isSequential: true,
            items: "@activity('Keep').output.Value",
            activities: [
              { name: 'Add', type: 'AppendVariable', typeProperties: { variableName: 'seen', value: '@item()' } },
              {
                name: 'Odd',
                type: 'IfCondition',
                ...dependsOn('Add'),
                typeProperties: {
                  expression: '@equals(mod(item(), 2), 1)',
                  ifTrueActivities: [
                    {
                      name: 'Mark',
                      type: 'AppendVariable',
                      typeProperties: { variableName: 'seen', value: "@concat('odd ', string(item()))" },
                    },
                  ],
                },
              },
            ],
          },
          ...dependsOn('Keep'),
        },
        {
          name: 'Which',
          type: 'Switch',
          ...dependsOn('Each'),
          typeProperties: {
            on: "@string(length(variables('seen')))",
            cases: [{ value: '3', activities: [set('which', 'three')] }],
            defaultActivities: [set('which', 'other')],
          },
        },
        {
          name: 'Rounds',
          type: 'Until',
          ...dependsOn('Which'),
          typeProperties: {
            expression: "@equals(variables('text'), 'xxx')",
            timeout: '0.00:01:00',
            activities: [
              set('next', "@concat(variables('text'), 'x')"),
              set('text', "@variables('next')", dependsOn('set next')),
            ],
          },
        },
        set('result', "@concat(string(variables('seen')), variables('which'), variables('text'))", dependsOn('Rounds')),
      ],
      {
        parameters: { all: { type: 'array', defaultValue: [1, 2, 3] } },
        variables: {
          seen: { type: 'Array' },
          which: { type: 'String' },
          text: { type: 'String' },
          next: { type: 'String' },
          result: { type: 'String' },
        },
      },
    )
    const { report } = await factory.run()
    expect(report.message).toBe('')
    expect(report.activityRuns.at(-1)!.output.value).toBe('[2,3,"odd 3"]threexxx')
    const other = await factory.run('--parameter', 'all=[5]')
    expect(other.report.activityRuns.at(-1)!.output.value).toBe('[5,"odd 5"]otherxxx')
  })

  it('follows dependencies: failed, skipped, completed', async () => {
    await factory.pipeline([
      fail(),
      wait('only if good', dependsOn('Fail')),
      wait('if bad', dependsOn('Fail', 'Failed')),
      wait('anyway', dependsOn('Fail', 'Completed')),
      wait('if skipped', dependsOn('only if good', 'Skipped')),
      wait('last', dependsOn('if skipped', 'Succeeded', 'Skipped')),
    ])
    const { report, code } = await factory.run()
    expect(outcomes(report)).toEqual({
      Fail: 'Failed',
      'only if good': 'Skipped',
      'if bad': 'Succeeded',
      anyway: 'Succeeded',
      'if skipped': 'Succeeded',
      last: 'Succeeded',
    })
    // Every last activity succeeded: the failure was dealt with.
    expect([report.status, code]).toEqual(['Succeeded', 0])
    await factory.pipeline([fail(), wait('next', dependsOn('Fail'))])
    const bad = await factory.run()
    expect([bad.report.status, bad.report.message, bad.code]).toEqual(['Failed', 'Fail: no good', 1])
    expect(bad.report.activityRuns[0]!.error.errorCode).toBe('4711')
  })

  it('tries again as often as the policy says', async () => {
    const lookup = {
      name: 'Look',
      type: 'Lookup',
      policy: { retry: 2, retryIntervalInSeconds: 0, timeout: '0.00:01:00', secureOutput: true },
      typeProperties: { source: { type: 'ZohoSource', query: 'SELECT * FROM Nowhere' }, dataset: reference('Module') },
    }
    await factory.pipeline([lookup])
    const { report } = await factory.run()
    expect(report.activityRuns[0]).toMatchObject({ status: 'Failed', retryAttempt: 2, output: { isSecure: true } })
  })

  it('runs other pipelines, with parameters', async () => {
    await factory.write('pipeline', 'Inner', {
      parameters: { n: { type: 'int' } },
      variables: { v: { type: 'String' } },
      activities: [set('v', '@string(add(pipeline().parameters.n, 1))')],
    })
    const execute = (parameters: object) => ({
      name: 'Inner run',
      type: 'ExecutePipeline',
      typeProperties: {
        pipeline: { referenceName: 'Inner', type: 'PipelineReference' },
        waitOnCompletion: true,
        parameters,
      },
    })
    await factory.pipeline([execute({ n: 41 })])
    const { report } = await factory.run()
    expect(report.activityRuns.map(({ output }) => output.value ?? output.pipelineName)).toEqual(['42', 'Inner'])
    await factory.pipeline([execute({ m: 41 })])
    expect((await factory.run()).stderr).toContain('The pipeline Inner has no parameter "m".')
  })

  it('goes on alongside a pipeline that it does not wait for, and ends after it', async () => {
    await factory.write('pipeline', 'Inner', { activities: [fail()] })
    const inner = {
      name: 'Inner run',
      type: 'ExecutePipeline',
      typeProperties: { pipeline: { referenceName: 'Inner' } },
    }
    await factory.pipeline([inner, wait('next', dependsOn('Inner run'))])
    const { report, code } = await factory.run()
    expect(outcomes(report)).toEqual({ Fail: 'Failed', 'Inner run': 'Succeeded', next: 'Succeeded' })
    expect(code).toBe(0)
  })

  it('gives all rows of a Lookup to a loop that copies tables', async () => {
    await factory.pipeline([
      {
        name: 'Modules',
        type: 'Lookup',
        typeProperties: {
          source: { type: 'ZohoSource', query: "SELECT 'Leads' AS module UNION ALL SELECT 'Accounts' ORDER BY 1" },
          dataset: reference('Module'),
          firstRowOnly: false,
        },
      },
      {
        name: 'Each',
        type: 'ForEach',
        ...dependsOn('Modules'),
        typeProperties: {
          items: "@activity('Modules').output.value",
          activities: [
            {
              name: 'Copy module',
              type: 'Copy',
              typeProperties: {
                source: { type: 'ZohoSource', query: { value: 'SELECT id FROM @{item().module}', type: 'Expression' } },
                sink: { type: 'DelimitedTextSink' },
              },
              inputs: [reference('Module')],
              outputs: [reference('Csv', { file: "@concat(item().module, '.csv')" })],
            },
          ],
        },
      },
    ])
    const { report } = await factory.run()
    expect(report.message).toBe('')
    expect((await readdir(join(factory.lake, 'raw'))).sort()).toEqual(['Accounts.csv', 'Leads.csv'])
  })
})

describe('other forms of a factory', () => {
  const accounts = () => toCsv('SELECT count(*) AS n FROM Accounts')

  it('are a single file, wherever it is asked from', async () => {
    await factory.pipeline([accounts()])
    const file = join(factory.folder, 'pipeline', 'P.json')
    const { code } = await zohosql(['pipeline', file, '--target', `Lake=file://${factory.lake}`])
    expect(code).toBe(0)
    expect(await factory.file('a.csv')).toMatch(/^n\r\n\d+\r\n$/)
  })

  it('are an exported ARM template, with the parameters that the export took out', async () => {
    await factory.pipeline([accounts()])
    const resources: object[] = []
    let token = ''
    for (const [folder, type] of [
      ['pipeline', 'pipelines'],
      ['dataset', 'datasets'],
      ['linkedService', 'linkedServices'],
    ] as const) {
      for (const name of await readdir(join(factory.folder, folder))) {
        const { properties, ...rest } = JSON.parse(await readFile(join(factory.folder, folder, name), 'utf8'))
        const secrets = properties.typeProperties?.connectionProperties
        if (secrets?.RefreshToken) {
          token = secrets.RefreshToken
          secrets.RefreshToken = "[parameters('Zoho_refreshToken')]"
        }
        resources.push({
          name: `[concat(parameters('factoryName'), '/${rest.name}')]`,
          type: `Microsoft.DataFactory/factories/${type}`,
          properties,
        })
      }
    }
    const template = join(factory.folder, 'ARMTemplateForFactory.json')
    const parameters = {
      factoryName: { type: 'string', defaultValue: 'f' },
      Zoho_refreshToken: { type: 'secureString' },
    }
    await writeFile(template, JSON.stringify({ parameters, resources }))
    const values = { parameters: { Zoho_refreshToken: { value: token } } }
    await writeFile(join(factory.folder, 'ARMTemplateParametersForFactory.json'), JSON.stringify(values))
    const ran = await zohosql(['pipeline', template, '--target', `Lake=file://${factory.lake}`])
    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('Copy: Succeeded')])
    expect(token).not.toBe('')
  })
})

describe('what cannot be run', () => {
  const refused: readonly (readonly [string, unknown[], object, string])[] = [
    [
      'an activity that is not here',
      [{ name: 'W', type: 'WebActivity', typeProperties: {} }],
      {},
      '"WebActivity" is not supported here.',
    ],
    [
      'a property that is not honoured',
      [toCsv('SELECT 1', { preserve: ['x'] })],
      {},
      'The property "preserve" is not supported. (pipeline/P.json, $.properties.activities[0].typeProperties.preserve)',
    ],
    [
      'a loop in a loop',
      [
        {
          name: 'A',
          type: 'ForEach',
          typeProperties: {
            items: '@createArray(1)',
            activities: [{ name: 'B', type: 'ForEach', typeProperties: { items: '@createArray(1)', activities: [] } }],
          },
        },
      ],
      {},
      'ForEach cannot stand inside ForEach.',
    ],
    ['a dependency on nothing', [wait('A', dependsOn('B'))], {}, 'There is no activity "B" to depend on.'],
    [
      'activities that wait for one another',
      [wait('A', dependsOn('B')), wait('B', dependsOn('A'))],
      {},
      'These activities wait for one another: A, B.',
    ],
    [
      'an expression that is none',
      [{ name: 'A', type: 'Wait', typeProperties: { waitTimeInSeconds: '@add(1' } }],
      {},
      'is not valid at character',
    ],
    [
      'a parameter that is not declared',
      [{ name: 'A', type: 'Wait', typeProperties: { waitTimeInSeconds: '@pipeline().parameters.secs' } }],
      { parameters: { seconds: { type: 'int', defaultValue: 1 } } },
      'There is no pipeline parameter "secs".',
    ],
    [
      'a dataset that is missing',
      [{ ...toCsv('SELECT 1'), inputs: [reference('Modul')] }],
      {},
      'There is no dataset "Modul"',
    ],
    [
      'a linked service that is not mapped',
      [toTable('SELECT 1')],
      {},
      'The linked service Db of type AzureSqlDatabase is not mapped.',
    ],
  ]

  it.each(refused)('is refused before the first call: %s', async (_name, activities, rest, message) => {
    await factory.pipeline(activities, rest)
    const calls = simulator().stats().calls
    const { code, stderr, report } = await factory.run()
    expect(stderr).toContain(message)
    expect(code).toBe(1)
    expect(report.activityRuns).toEqual([])
    expect(simulator().stats().calls).toBe(calls)
  })

  it('are secrets that are nowhere to be had; given, they show nowhere', async () => {
    const secret = 'very-secret-value'
    await factory.write('linkedService', 'Zoho', {
      type: 'Zoho',
      typeProperties: {
        endpoint: '127.0.0.1:9',
        useEncryptedEndpoints: false,
        authenticationType: 'Access Token',
        accessToken: {
          type: 'AzureKeyVaultSecret',
          store: { referenceName: 'V', type: 'LinkedServiceReference' },
          secretName: 'zoho-token',
        },
      },
    })
    await factory.pipeline([toCsv('SELECT * FROM Accounts')])
    const without = await factory.run()
    expect(without.stderr).toContain('Its value is the Key Vault secret "zoho-token".')
    expect(without.stderr).toContain('--secret zoho-token=… or by $ZOHOSQL_SECRET_ZOHO_TOKEN')
    const given = await factory.run('--secret', `zoho-token=${secret}`)
    expect(given.report.status).toBe('Failed')
    expect(JSON.stringify(given)).not.toContain(secret)
  })

  it('are parameters that do not fit', async () => {
    await factory.pipeline([wait('A')], { parameters: { n: { type: 'int' } } })
    expect((await factory.run()).stderr).toContain('The parameter "n" has no value.')
    expect((await factory.run('--parameter', 'n=x')).stderr).toContain('of type Int, which "x" is not')
    expect((await factory.run('--parameter', 'm=1')).stderr).toContain('The pipeline has no parameter "m".')
  })
})

describe('a dry run', () => {
  it('tells statements, targets and prices, and writes nothing', async () => {
    await factory.pipeline([
      toCsv('SELECT id FROM Accounts'),
      { ...toCsv("SELECT '@{activity('Copy').output.rowsCopied}'", {}, 'b.csv'), name: 'Later', ...dependsOn('Copy') },
    ])
    const { stdout, code } = await factory.run('--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('reads SELECT id FROM Accounts')
    expect(stdout).toMatch(/writes .*raw\/a\.csv/)
    expect(stdout).toMatch(/Price: .*credit/)
    expect(stdout).toContain('Later (Copy), after Copy Succeeded\n  depends on what activities before it find out')
    expect(await readdir(factory.lake)).toEqual([])
  })
})
