import { setTimeout as sleep } from 'node:timers/promises'
import { ZohoSqlError } from '../../base/errors.ts'
import type { Connection } from '../../driver/inner.ts'
import { beginFile } from '../../output/index.ts'
import {
  type ActivityEnvironment,
  type PipelineReport,
  parametersOf,
  preview,
  readFactory,
  readMapping,
  readPipeline,
  runPipeline,
  Stores,
  servicesOf,
} from '../../pipeline/index.ts'
import { type CliSession, openSession } from '../connect.ts'
import { Reported } from '../report.ts'
import { note, type Task } from '../task.ts'
import { plural } from '../text.ts'
import { usageError } from '../usage.ts'

/** Runs a pipeline of Data Factory's; exit code 1 where it fails. */
export async function pipeline(task: Task): Promise<void> {
  const { options, words, io } = task
  const [wanted] = words
  if (wanted === undefined) throw usageError('zohosql pipeline NAME --factory DIR')
  const mapping = readMapping(options.target ?? [], options.secret ?? [], io.env)
  const found = await readFactory(wanted, options.factory)
  const definition = readPipeline(found.factory, found.pipeline)
  const parameters = parametersOf(definition.declared, pairs(options.parameter ?? []))
  await using accounts = new PipelineAccounts(task)
  const stores = new Stores({
    mapping,
    openZoho: (document) => accounts.open(document),
    ownAccount: accounts.isGiven,
  })
  try {
    for (const service of servicesOf(definition.activities)) stores.check(service)
    const environment: ActivityEnvironment = {
      stores,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      now: Date.now,
      note: (text) => note(task, text),
    }
    if (options['dry-run']) {
      const lines = await preview(definition, parameters, environment, task.signal)
      return await task.output.write(`${lines.join('\n')}\n`)
    }
    const report = await runPipeline(definition, parameters, {
      factory: found.factory,
      environment,
      signal: task.signal,
      watch: ({ name, run }) => {
        if (run) note(task, `${name}: ${run.status}${run.error.message && `: ${run.error.message}`}`)
      },
    })
    await told(report, task)
  } finally {
    await stores.close()
  }
}

/** `NAME=VALUE`, each. */
function pairs(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw usageError(`--parameter takes NAME=VALUE, not "${text}".`)
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

async function told(report: PipelineReport, task: Task): Promise<void> {
  const { report: path } = task.options
  if (path !== undefined) await writeReport(path, report)
  await task.output.write(tableOf(report))
  task.signal.throwIfAborted()
  if (report.status === 'Succeeded') return
  const error = new ZohoSqlError('PIPELINE_FAILED', `The pipeline ${report.pipelineName} failed: ${report.message}`)
  task.io.stderr.write(`error: ${error.message}\n`)
  throw new Reported(error)
}

async function writeReport(path: string, report: PipelineReport): Promise<void> {
  const { writeFile } = await import('node:fs/promises')
  const file = await beginFile(path)
  await writeFile(
    file.temporary,
    `${JSON.stringify(report, (_key, value) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`,
  )
  await file.finish()
}

const columns = ['activity', 'type', 'status', 'seconds', 'read', 'copied', 'skipped', 'credits'] as const

/** A line for each run of an activity, in the order of their ends. */
function tableOf({ activityRuns, pipelineName, status, durationInMs }: PipelineReport): string {
  const rows = activityRuns.map(({ activityName, activityType, status: end, durationInMs: ms, output }) => [
    activityName,
    activityType,
    end,
    (ms / 1000).toFixed(1),
    ...[output.rowsRead, output.rowsCopied, output.rowsSkipped, output.zohoCredits].map((value) => String(value ?? '')),
  ])
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  const last = `${pipelineName}: ${status}, ${plural(activityRuns.length, 'activity run')}, ${(durationInMs / 1000).toFixed(1)} s`
  return `${[line(columns), ...rows.map(line), last].join('\n')}\n`
}

/** Accounts of Zoho's that a run opens. */
class PipelineAccounts implements AsyncDisposable {
  readonly #task: Task
  #own: Promise<CliSession> | undefined

  constructor(task: Task) {
    this.#task = task
  }

  /** The command line names one, which then stands for all. */
  get isGiven(): boolean {
    const { demo, connection, profile } = this.#task.options
    return demo === true || connection !== undefined || profile !== undefined
  }

  async open(document: Readonly<Record<string, unknown>> | string | undefined): Promise<Connection> {
    if (document === undefined) {
      this.#own ??= openSession(this.#task)
      return (await this.#own).db
    }
    const { connect } = await import('../../driver/inner.ts')
    if (typeof document !== 'string') return connect(document)
    const profile = /^profile:(.*)$/i.exec(document)?.[1]
    return connect(profile === undefined ? document : { profile })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#own)?.[Symbol.asyncDispose]()
  }
}
