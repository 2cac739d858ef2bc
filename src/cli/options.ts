/** All options, each once: parsing, help and documentation read this table. */

interface Option {
  readonly short?: string
  /** What stands behind it in help; absent for a switch. */
  readonly value?: string
  readonly multiple?: true
  readonly help: string
}

const formatList = 'table, csv, json, ndjson, markdown or vertical'

export const options = {
  connection: {
    short: 'c',
    value: 'TEXT',
    help: 'connection string, or path of a linked-service JSON (default: $ZOHOSQL_CONNECTION)',
  },
  demo: { help: 'ask the built-in simulated company; no account needed' },
  format: { short: 'f', value: 'FORMAT', help: `${formatList} (default: table on a terminal, else csv)` },
  output: { short: 'o', value: 'FILE', help: 'write the rows to a file, which appears when it is complete' },
  explain: { help: 'print the plan and its price instead of running the statement' },
  analyze: { help: 'run the statement and print the plan with what it really cost' },
  param: { value: 'VALUE', multiple: true, help: 'value of the next parameter (? or $n), or name=value for :name' },
  timing: { help: 'say how long a statement took and what it cost' },
  'no-header': { help: 'leave column names away (table, csv)' },
  quiet: { short: 'q', help: 'no counts, notices and progress' },
  'log-level': { value: 'LEVEL', help: 'silent, error, warn, info, debug or trace (one redacted line per exchange)' },
  help: { short: 'h', help: 'this text' },
  version: { short: 'V', help: 'version of zohosql' },
  port: { value: 'N', help: 'port on 127.0.0.1 (default: any free one)' },
  data: { value: 'demo|DIR', help: 'the demo company, or a folder of JSON files' },
  rows: { value: 'N', help: 'rows of the largest module (default: 2500)' },
  seed: { value: 'N', help: 'seed of the demo company (default: 1)' },
  latency: { value: 'MS', help: 'milliseconds each call takes (default: 0)' },
} as const satisfies Record<string, Option>

export type OptionName = keyof typeof options

type ValueOf<O> = O extends { multiple: true } ? readonly string[] : O extends { value: string } ? string : true

/** What was given. */
export type OptionValues = { readonly [K in OptionName]?: ValueOf<(typeof options)[K]> }

/** Options of the simulator, which no other command takes. */
export const simulatorOptions = ['port', 'data', 'rows', 'seed', 'latency'] as const satisfies readonly OptionName[]

/** `-f, --format FORMAT` */
export function spelling(name: OptionName): string {
  const { short, value }: Option = options[name]
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`
}
