import { ZohoSqlError } from '../../base/errors.ts'
import { text } from '../../base/types.ts'
import type { Explanation } from '../../driver/inner.ts'
import type { SessionCommand } from '../../session/index.ts'
import { columnHeader } from '../values/index.ts'
import { driverTypes, parameterTexts } from './driver-statement.ts'
import { type Executable, textRows } from './source.ts'
import type { GatewayState } from './state.ts'

/** EXPLAIN of statements that read Zoho's tables: the driver's plan and its price. */

type Explain = Extract<SessionCommand, { kind: 'explain' }>

/** PostgreSQL's options. What most of them ask for is in our plans or nowhere: they are taken and change nothing. */
const known = 'analyze analyse verbose costs settings generic_plan buffers serialize wal timing summary memory format'
const knownOptions: ReadonlySet<string> = new Set(known.split(' '))

interface ExplainOptions {
  readonly analyze: boolean
  readonly json: boolean
}

/** @throws {ZohoSqlError} 42601 an option that is none · 22023 a value that is none · 0A000 a form that is not written */
function explainOptions({ bare, listed }: Pick<Explain, 'bare' | 'listed'>): ExplainOptions {
  const options = new Map<string, string>(bare.map((word) => [word, '']))
  for (const option of listed) {
    const [name = '', value = ''] = option.toLowerCase().split(/\s+/)
    if (!knownOptions.has(name)) throw new ZohoSqlError('SYNTAX_ERROR', `unrecognized EXPLAIN option "${name}"`)
    options.set(name, value.replace(/^'(.*)'$/, '$1'))
  }
  const format = options.get('format') ?? 'text'
  if (format === 'xml' || format === 'yaml') {
    throw new ZohoSqlError('NOT_SUPPORTED', `EXPLAIN (FORMAT ${format}) is not supported`, {
      hint: 'There are FORMAT TEXT and FORMAT JSON.',
    })
  }
  if (format !== 'text' && format !== 'json') {
    throw new ZohoSqlError('INVALID_ARGUMENT', `unrecognized value for EXPLAIN option "format": "${format}"`)
  }
  return { analyze: isOn(options.get('analyze') ?? options.get('analyse')), json: format === 'json' }
}

const isOn = (value: string | undefined): boolean => value !== undefined && !/^(off|false|0)$/.test(value)

export async function explainStatement(
  command: Explain,
  state: GatewayState,
  oids: readonly number[],
): Promise<Executable> {
  const { analyze, json } = explainOptions(command)
  const run = state.driver()
  const { parameterTypes, sqlTypes } = await driverTypes(run, command.inner, oids)
  const columns = [columnHeader('QUERY PLAN', json ? { name: 'json' } : text)]
  const plan = async (parameters: readonly (string | null)[]): Promise<Explanation> => {
    const explanation = await run.db.explain(command.inner, parameters, {
      analyze,
      signal: state.signal(),
      timeZone: run.zone().name,
      maxCredits: run.maxCredits(),
      parameterTypes: sqlTypes,
      session: run.session(),
      live: run.live,
      block: run.block(),
      ...(run.readOnly() && { writing: { readOnly: true } }),
    })
    if (explanation.spent) run.spent(explanation.spent)
    return explanation
  }
  return {
    parameterTypes,
    columns,
    open: (binding) => {
      const values = parameterTexts(binding, sqlTypes)
      const rows = async (): Promise<string[][]> => planRows(await plan(values), json)
      return textRows(columns, 'EXPLAIN', rows).open(binding)
    },
  }
}

const planRows = (plan: Explanation, json: boolean): string[][] =>
  json
    ? [[JSON.stringify([{ Plan: { 'Node Type': 'Zoho', ...plan } }], undefined, 2)]]
    : String(plan)
        .split('\n')
        .map((line) => [line])
