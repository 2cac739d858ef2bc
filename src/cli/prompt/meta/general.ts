import { version } from '../../../../package.json'
import { redact } from '../../../base/secret.ts'
import { usageError } from '../../usage.ts'
import { printList, printText } from '../print.ts'
import { reconnect } from '../reconnect.ts'
import type { Shell } from '../shell.ts'
import type { Call, MetaCommands } from './command.ts'
import { sqlHelp } from './sql-help.ts'

/** Help, connections, leaving. */

async function help(shell: Shell): Promise<void> {
  const { groups } = await import('./index.ts')
  const width = 24
  const lines = groups.flatMap(([title, commands]) => [
    title,
    ...Object.values(commands).map(({ usage, help: text }) =>
      usage.length < width ? `  ${usage.padEnd(width)}${text}` : `  ${usage}\n  ${' '.repeat(width)}${text}`,
    ),
    '',
  ])
  await printText(shell, [...lines, ...keys])
}

const keys = [
  'Keys',
  '  Tab completes, Ctrl-R searches what was typed before, Alt-Enter begins a line, Ctrl-C cancels, Ctrl-D leaves.',
]

async function helpSql(shell: Shell, { rest }: Call): Promise<void> {
  const topic = rest.replace(/;$/, '').trim().toUpperCase()
  if (topic === '')
    return printText(shell, ['\\h TOPIC, where TOPIC is one of:', ...Object.keys(sqlHelp).map((name) => `  ${name}`)])
  const found =
    Object.keys(sqlHelp).find((name) => name === topic) ?? Object.keys(sqlHelp).find((name) => name.startsWith(topic))
  if (!found) throw usageError(`There is no help on "${topic}".`, `There is on ${Object.keys(sqlHelp).join(', ')}.`)
  await printText(shell, [`${found}`, ...sqlHelp[found]!.split('\n').map((line) => `  ${line}`)])
}

async function connect(shell: Shell, { rest }: Call): Promise<void> {
  if (rest === '') return connectionInfo(shell)
  const { connection: _, demo: __, ...others } = shell.task.options
  const demo = rest === 'demo'
  const options = demo ? { ...others, demo } : { ...others, connection: rest }
  await reconnect(shell, { ...shell.task, options })
  shell.name = demo ? 'demo' : 'zoho'
  shell.say(`You are connected to ${demo ? 'the simulated company' : 'the account'}.`)
}

async function connectionInfo(shell: Shell): Promise<void> {
  const rows = await shell.cancellable((signal) =>
    shell.session.db.query<Record<string, unknown>>('SELECT * FROM Org', [], { signal }),
  )
  const { id, company_name: company, primary_email: email, time_zone: zone } = rows[0] ?? {}
  const what = { company, id, email, 'time zone': zone, client: `zohosql ${version}` }
  await printList(
    shell,
    ['what', 'value'],
    Object.entries(what).map(([name, value]) => [
      name,
      value === undefined || value === null ? null : redact(String(value)),
    ]),
  )
}

async function listDatabases(shell: Shell): Promise<void> {
  const rows = await shell.session.db.query<Record<string, unknown>>('SELECT company_name, id FROM Org', [])
  await printList(
    shell,
    ['Name', 'Organisation', 'id'],
    rows.map((row) => ['zoho', String(row.company_name), String(row.id)]),
  )
}

async function runInShell(shell: Shell, { rest }: Call): Promise<void> {
  await shell.terminal.lend(rest || shell.task.io.env.SHELL || 'sh')
}

export const generalCommands: MetaCommands = {
  '?': { usage: '\\?', help: 'this list', run: help },
  h: { usage: '\\h [TOPIC]', help: 'help with SQL', wants: 'keyword', run: helpSql },
  q: { usage: '\\q', help: 'leave (Ctrl-D does too)', run: () => 'quit' },
  c: { usage: '\\c [demo | CONNECTION]', help: 'connect to the demo, or by a connection string', run: connect },
  conninfo: { usage: '\\conninfo', help: 'whose account this is', run: connectionInfo },
  l: { usage: '\\l', help: 'databases: the one of this account', run: listDatabases },
  errverbose: { usage: '\\errverbose', help: 'all that is known of the last error', run: lastError },
  '!': { usage: '\\! [COMMAND]', help: 'run a command of the operating system', run: runInShell },
}

function lastError(shell: Shell): void {
  if (shell.lastError) tell(shell, shell.lastError)
  else shell.say('There was no error.')
}

function tell(shell: Shell, { error, script }: NonNullable<Shell['lastError']>): void {
  shell.complain(error, script)
  const { code, sqlState, status, zohoCode, detail } = error
  const known = {
    kind: code,
    SQLSTATE: sqlState,
    'HTTP status': status,
    'Zoho’s code': zohoCode,
    'Zoho’s words': detail,
  }
  for (const [name, value] of Object.entries(known)) if (value !== undefined) shell.say(`${name}: ${value}`)
}
