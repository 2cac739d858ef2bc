/** All sub-commands, each once, in words; their code is in `load-command.ts`. */

interface CommandEntry {
  /** What follows the name in help. */
  readonly words: string
  readonly wordsMax: number
  readonly help: string
}

export const commands = {
  run: {
    words: '[SQL | file.sql | -]',
    wordsMax: 1,
    help: 'run statements (several are separated by ;), from the argument, a file or stdin',
  },
  demo: {
    words: '[SQL]',
    wordsMax: 1,
    help: 'the same over the simulated company; without SQL, a short tour of what is done with a query',
  },
  tables: {
    words: '[PATTERN]',
    wordsMax: 1,
    help: 'list tables; % and _ are wildcards',
  },
  describe: {
    words: 'TABLE',
    wordsMax: 1,
    help: 'list the columns of a table with types and keys',
  },
  copy: {
    words: '"SELECT …" | TABLE FILE | - | postgres://…#TABLE | sqlite:FILE#TABLE',
    wordsMax: 2,
    help: 'write an answer to a .csv, .json, .ndjson, .xlsx, .parquet, .sqlite, .md, .html, .sql or .txt file, or a table',
  },
  undo: {
    words: 'JOURNAL',
    wordsMax: 1,
    help: 'take back what a journal tells of (property journal): says what would be done, then asks',
  },
  load: {
    words: 'FILE TABLE',
    wordsMax: 2,
    help: 'write the rows of a .csv, .json, .ndjson, .xlsx, .parquet or .sqlite file into a table, each with its outcome',
  },
  pipeline: {
    words: 'NAME | FILE',
    wordsMax: 1,
    help: "run a Data Factory pipeline as it lies in the factory's Git folder",
  },
  login: {
    words: '[NAME]',
    wordsMax: 1,
    help: 'sign in to an account, step by step, and keep it as a profile; --browser lets the browser ask',
  },
  logout: {
    words: '[NAME]',
    wordsMax: 1,
    help: 'remove a profile, and revoke its token at Zoho',
  },
  profiles: {
    words: '[NAME]',
    wordsMax: 1,
    help: 'list the profiles; with a name, make it the default one, or --set a property of it',
  },
  ping: {
    words: '',
    wordsMax: 0,
    help: 'check the connection: whose account it is, what its token may do, credits left (-f json for programs)',
  },
  simulate: {
    words: '[--port N] [--data demo|DIR] [--rows N] [--seed N] [--latency MS]',
    wordsMax: 0,
    help: 'serve a simulated Zoho on this machine and print its connection string, until Ctrl-C',
  },
  help: {
    words: '[properties | errors]',
    wordsMax: 1,
    help: 'this text, the connection properties, or the kinds of error',
  },
  mcp: {
    words: '',
    wordsMax: 0,
    help: 'serve the account to an agent by MCP, over stdin and stdout; read only',
  },
  token: {
    words: 'add NAME | list | remove NAME',
    wordsMax: 2,
    help: 'tokens of the web door: each stands for a profile, and may be held to tables, rows and credits',
  },
  serve: {
    words: '[--host ADDRESS] [--port N|none] [--http-port N] …',
    wordsMax: 0,
    help: 'serve the account as a PostgreSQL server, for BI tools and all drivers; with --http-port to web clients too',
  },
} as const satisfies Record<string, CommandEntry>

export type CommandName = keyof typeof commands

export const commandNames = Object.keys(commands) as readonly CommandName[]
