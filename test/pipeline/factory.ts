import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ran, zohosql } from '../cli/support.ts'

/** A factory's folder, made for one test. */
export interface TestFactory extends AsyncDisposable {
  readonly folder: string
  /** Where files go. */
  readonly lake: string
  write(kind: 'pipeline' | 'dataset' | 'linkedService' | 'factory', name: string, properties: unknown): Promise<void>
  pipeline(activities: readonly unknown[], rest?: object): Promise<void>
  run(...options: readonly string[]): Promise<Ran & { readonly report: Report }>
  file(name: string): Promise<string>
}

export interface Report {
  readonly status: string
  readonly message: string
  readonly activityRuns: readonly {
    readonly activityName: string
    readonly status: string
    readonly retryAttempt: number | null
    readonly input: Record<string, unknown>
    // biome-ignore lint/suspicious/noExplicitAny: outputs have any form.
    readonly output: any
    readonly error: { readonly message: string; readonly errorCode: string }
  }[]
}

export const reference = (name: string, parameters?: object) => ({
  referenceName: name,
  type: 'DatasetReference',
  ...(parameters && { parameters }),
})

export const dependsOn = (activity: string, ...conditions: string[]) => ({
  dependsOn: [{ activity, dependencyConditions: conditions.length > 0 ? conditions : ['Succeeded'] }],
})

const linked = (name: string) => ({ referenceName: name, type: 'LinkedServiceReference' })

/**
 * A factory with an account of Zoho's, a folder `Lake`, a database `Db`, and datasets of each kind.
 *
 * @param connection of the simulated account
 */
export async function makeFactory(connection: string): Promise<TestFactory> {
  const folder = await mkdtemp(join(tmpdir(), 'zohosql-factory-'))
  const lake = join(folder, 'lake')
  await mkdir(lake)
  const write: TestFactory['write'] = async (kind, name, properties) => {
    await mkdir(join(folder, kind), { recursive: true })
    await writeFile(join(folder, kind, `${name}.json`), JSON.stringify({ name, properties }))
  }
  const properties = Object.fromEntries(connection.split(';').map((pair) => pair.split('=') as [string, string]))
  await write('linkedService', 'Zoho', { type: 'Zoho', typeProperties: { connectionProperties: properties } })
  await write('linkedService', 'Lake', { type: 'AzureBlobFS', typeProperties: { url: 'https://x' } })
  await write('linkedService', 'Db', { type: 'AzureSqlDatabase', typeProperties: { connectionString: 'x' } })
  await write('dataset', 'Module', {
    type: 'ZohoObject',
    linkedServiceName: linked('Zoho'),
    parameters: { name: { type: 'string', defaultValue: 'Accounts' } },
    typeProperties: { tableName: { value: '@dataset().name', type: 'Expression' } },
  })
  const location = {
    type: 'AzureBlobFSLocation',
    fileName: { value: '@dataset().file', type: 'Expression' },
    fileSystem: 'raw',
  }
  const file = (type: string, rest: object = {}) => ({
    type,
    linkedServiceName: linked('Lake'),
    parameters: { file: { type: 'string' } },
    typeProperties: { location, ...rest },
  })
  await write('dataset', 'Csv', file('DelimitedText', { firstRowAsHeader: true, escapeChar: '"' }))
  await write('dataset', 'Json', file('Json'))
  await write('dataset', 'Parquet', file('Parquet', { compressionCodec: 'snappy' }))
  await write('dataset', 'Table', {
    type: 'AzureSqlTable',
    linkedServiceName: linked('Db'),
    parameters: { table: { type: 'string' } },
    typeProperties: { table: '@dataset().table' },
  })
  return {
    folder,
    lake,
    write,
    pipeline: (activities, rest = {}) => write('pipeline', 'P', { activities, ...rest }),
    async run(...options) {
      const report = join(folder, 'report.json')
      await rm(report, { force: true })
      const ran = await zohosql([
        'pipeline',
        'P',
        '--factory',
        folder,
        '--target',
        `Lake=file://${lake}`,
        '--report',
        report,
        ...options,
      ])
      const text = await readFile(report, 'utf8').catch(() => '{"activityRuns":[]}')
      return { ...ran, report: JSON.parse(text) as Report }
    },
    file: (name) => readFile(join(lake, 'raw', name), 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
