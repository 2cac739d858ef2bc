/** All options, each once: parsing, help and documentation read this table. */

interface OptionEntry {
  readonly short?: string
  /** What follows it in help; absent for a switch. */
  readonly value?: string
  readonly multiple?: true
  readonly help: string
}

const formatList = 'table, box, csv, json, ndjson, markdown, vertical, html, insert, unaligned'

export const options = {
  connection: {
    short: 'c',
    value: 'TEXT',
    help: 'connection string, or path of a linked-service JSON (default: $ZOHOSQL_CONNECTION)',
  },
  profile: {
    short: 'P',
    value: 'NAME',
    help: 'profile of zohosql login; $ZOHOSQL_… wins over what it says, --connection over both',
  },
  demo: { help: 'ask the built-in simulated company; no account needed' },
  format: { short: 'f', value: 'FORMAT', help: `${formatList} (csv in a pipe)` },
  output: {
    short: 'o',
    value: 'FILE',
    help: 'write the rows to a file, which appears when it is complete; its name may tell the format',
  },
  explain: { help: 'print the plan and its price instead of running the statement' },
  analyze: { help: 'run the statement and print the plan with what it really cost' },
  param: { value: 'VALUE', multiple: true, help: 'value of the next parameter (? or $n), or name=value for :name' },
  variable: {
    short: 'v',
    value: 'NAME=VALUE',
    multiple: true,
    help: 'variable, which SQL reads as :name, :\'name\' (a text) or :"name" (a name)',
  },
  'on-error': {
    value: 'stop|resume',
    help: 'whether a script stops at an error or goes on (default: stop); of load: stop or continue',
  },
  action: { value: 'ACTION', help: 'insert (default), update, upsert or delete' },
  map: {
    value: 'FILECOL=COL',
    multiple: true,
    help: "column that a file's column goes into, where names differ; FILECOL= leaves it out",
  },
  results: {
    value: 'FILE',
    help: 'CSV of the rows with success, message and id; given again, a load goes on where it ended',
  },
  triggers: { value: 'LIST', help: 'what Zoho runs after a write: default, none, or workflow,approval,…' },
  road: { value: 'ROAD', help: 'auto, records or bulk' },
  timing: { help: 'say how long a statement took and what it cost' },
  'no-header': { help: 'leave column names away (table, csv)' },
  quiet: { short: 'q', help: 'no counts, notices and progress' },
  'log-level': {
    value: 'LEVEL',
    help: 'silent, error, warn, info (exchanges that fail), debug (each) or trace (what was asked)',
  },
  help: { short: 'h', help: 'this text' },
  version: { short: 'V', help: 'version of zohosql' },
  port: { value: 'N', help: 'port to listen at (simulate: any free one; serve: 5432, or none; login: 8754)' },
  data: { value: 'demo|odd|DIR', help: 'the demo company, one whose values break clients, or a folder of JSON files' },
  rows: { value: 'N', help: 'rows of the largest module (default: 2500)' },
  tickets: { value: 'N', help: 'tickets of the simulated support desk (default: 1200)' },
  'as-of': { value: 'DAY', help: 'day on which the demo company ends (default: today)' },
  seed: { value: 'N', help: 'seed of the demo company (default: 1)' },
  host: {
    value: 'ADDRESS',
    help: 'address or Unix socket (path, directory); all but loopback need users (default: 127.0.0.1)',
  },
  users: { value: 'FILE', help: 'users, a line name:password each (default: user zoho with $ZOHOSQL_SERVE_PASSWORD)' },
  'tls-cert': {
    value: 'FILE',
    help: 'certificate in PEM form, with --tls-key (default beyond loopback: a self-made one)',
  },
  'tls-key': { value: 'FILE', help: 'key of the certificate' },
  schema: { value: 'NAME', help: "schema that CRM's tables are seen in, crm or public (default: crm)" },
  'metrics-port': { value: 'N', help: 'port on 127.0.0.1 for /healthz and /metrics (default: none)' },
  'http-port': { value: 'N', help: 'port of the web door: JSON, OData, MCP (default: none)' },
  'http-host': { value: 'ADDRESS', help: 'its address; all but loopback need tokens (default: 127.0.0.1)' },
  'http-tokens': { value: 'FILE', help: 'its tokens (default: a file next to the profiles)' },
  tables: { value: 'LIST', help: 'tables that a token may read, separated by commas (default: all)' },
  'max-credits': { value: 'N', help: 'credits that a token may spend in a day (default: any number)' },
  'max-sessions': { value: 'N', help: 'sessions at once (default: 100)' },
  'max-rows': { value: 'N', help: 'rows of one result; a larger one is an error (default: any number)' },
  'max-megabytes': { value: 'N', help: 'megabytes of one result, likewise (default: any number)' },
  'idle-timeout': { value: 'SECONDS', help: 'end sessions that rest so long (default: never)' },
  'read-write': {
    help: 'serve: let clients write, else writes are refused; login: ask for scopes of writing too',
  },
  dc: { value: 'NAME', help: 'data centre of the account: us, eu, in, au, jp, ca, sa, uk, ae or cn' },
  'client-id': { value: 'ID', help: 'OAuth client; its secret is asked for, or $ZOHOSQL_CLIENT_SECRET' },
  browser: { help: 'let the browser ask for consent, instead of pasting a grant code' },
  scopes: { value: 'LIST', help: 'scopes to ask for, separated by commas (default: all that can be used)' },
  replace: { help: 'put the new profile in the place of the one of its name, without asking' },
  set: {
    value: 'PROPERTY=VALUE',
    multiple: true,
    help: 'give the profile a connection property; PROPERTY= takes it away',
  },
  local: { help: 'remove the profile here, and leave its token valid at Zoho' },
  factory: { value: 'DIR', help: "the factory's Git folder, or an ARM template (default: told by the file, else .)" },
  parameter: { value: 'NAME=VALUE', multiple: true, help: "value of a pipeline's parameter" },
  target: {
    value: 'NAME=URL',
    multiple: true,
    help: 'where a linked service leads: postgres://…, sqlite:FILE, file://FOLDER or profile:NAME',
  },
  secret: {
    value: 'NAME=VALUE',
    multiple: true,
    help: 'a secret that the factory does not hold (better: $ZOHOSQL_SECRET_NAME)',
  },
  report: { value: 'FILE', help: 'write what became of each activity, as JSON' },
  'dry-run': { help: 'say what would be done, and its price, and do nothing' },
  yes: { help: 'do it without asking' },
  mode: { value: 'create|replace|append|upsert', help: 'what becomes of a table in a database (default: create)' },
  key: { value: 'COLUMN', multiple: true, help: 'column that tells rows apart, for upserts; again for more' },
  latency: { value: 'MS', help: 'milliseconds each call takes (default: 0)' },
} as const satisfies Record<string, OptionEntry>

export type OptionName = keyof typeof options

type OptionValue<O> = O extends { multiple: true } ? readonly string[] : O extends { value: string } ? string : true

/** What was given. */
export type OptionValues = { readonly [K in OptionName]?: OptionValue<(typeof options)[K]> }

/** Options that only some commands take. */
export const ownOptions = {
  simulate: ['port', 'data', 'as-of', 'rows', 'tickets', 'seed', 'latency'],
  serve: [
    'host',
    'port',
    'users',
    'tls-cert',
    'tls-key',
    'schema',
    'metrics-port',
    'max-sessions',
    'max-rows',
    'max-megabytes',
    'idle-timeout',
    'http-port',
    'http-host',
    'http-tokens',
    'read-write',
    'rows',
    'latency',
  ],
  login: ['dc', 'client-id', 'browser', 'scopes', 'read-write', 'port', 'replace'],
  profiles: ['set'],
  logout: ['local'],
  token: ['http-tokens', 'tables', 'max-rows', 'max-credits', 'read-write'],
  pipeline: ['factory', 'parameter', 'target', 'secret', 'report', 'dry-run'],
  copy: ['mode', 'key'],
  undo: ['dry-run', 'yes'],
  run: ['dry-run'],
  load: ['action', 'key', 'map', 'results', 'triggers', 'road', 'dry-run'],
} as const satisfies Readonly<Record<string, readonly OptionName[]>>

/** `-f, --format FORMAT` */
export function spelling(name: OptionName): string {
  const { short, value }: OptionEntry = options[name]
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`
}
