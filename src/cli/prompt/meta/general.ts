import { version } from '../../../../package.json'
import { redact } from '../../../base/secret.ts'
import { knownProfiles } from '../../../config/index.ts'
import { harmless } from '../../../output/index.ts'
import { accountLines } from '../../account.ts'
import { profileCells } from '../../commands/profiles.ts'
import { usageError } from '../../usage.ts'
import { folded } from '../fold.ts'
import { printList, printText } from '../print.ts'
import { connectTo } from '../reconnect.ts'
import type { Shell } from '../shell.ts'
import type { MetaCall, MetaCommands } from './command.ts'
import { sqlHelp } from './sql-help.ts'

/** Help with SQL, connections, leaving. */

async function helpSql(shell: Shell, { rest }: MetaCall): Promise<void> {
  const topic = rest.replace(/;$/, '').trim().toUpperCase()
  if (topic === '')
    return printText(shell, ['\\h TOPIC, where TOPIC is one of:', ...Object.keys(sqlHelp).map((name) => `  ${name}`)])
  const found =
    Object.keys(sqlHelp).find((name) => name === topic) ?? Object.keys(sqlHelp).find((name) => name.startsWith(topic))
  if (!found) throw usageError(`There is no help on "${topic}".`, `There is on ${Object.keys(sqlHelp).join(', ')}.`)
  await printText(shell, [`${found}`, ...sqlHelp[found]!.split('\n').map((line) => `  ${line}`)])
}

/** A word without `=` and `/` is a profile; what is more is a connection string or a file that holds one. */
async function connect(shell: Shell, { rest }: MetaCall): Promise<void> {
  if (rest === '') return connectionInfo(shell)
  const { connection: _, demo: __, profile: ___, ...others } = shell.task.options
  const isName = /^[^\s=/\\]+$/.test(rest) && !rest.endsWith('.json')
  const options =
    rest === 'demo'
      ? { ...others, demo: true as const }
      : { ...others, ...(isName ? { profile: rest } : { connection: rest }) }
  await connectTo(shell, { ...shell.task, options })
  shell.say(`You are connected to ${rest === 'demo' ? 'the simulated company' : isName ? rest : 'the account'}.`)
}

async function connectionInfo(shell: Shell): Promise<void> {
  const about = await shell.cancellable((signal) => shell.session.db.about({ signal }))
  const { profile } = shell.session
  const lines = [...accountLines(about, profile), ['client', `zohosql ${version}`] as const]
  const known = lines.filter(([, value]) => value !== null)
  const width = Math.max(...known.map(([name]) => name.length))
  const room = Math.max(20, shell.terminal.columns - width - 2)
  await printText(
    shell,
    known.flatMap(([name, value]) =>
      folded(harmless(redact(value!)), room).map(
        (line, index) => `${(index === 0 ? name : '').padEnd(width)}  ${line}`,
      ),
    ),
  )
}

/** What `\c` takes by name. */
async function listConnections(shell: Shell): Promise<void> {
  const { chosen, all } = knownProfiles(shell.task.io.env)
  const here = shell.session.name
  const mark = (name: string): string | null =>
    [name === here && 'connected', name === chosen && 'default'].filter(Boolean).join(', ') || null
  const rows = all.map((profile) => [profile.name, mark(profile.name), ...profileCells(profile)])
  const demo = ['demo', mark('demo'), 'a simulated company', null, null]
  const own =
    here === 'zoho' && shell.session.profile === undefined ? [['zoho', 'connected', ...(await orgCells(shell))]] : []
  await printList(shell, ['Name', '', 'Organisation', 'User', 'Data centre'], [...own, ...rows, demo])
  if (all.length === 0) shell.say('zohosql login keeps an account under a name.')
}

/** Of an account that has no name. */
async function orgCells(shell: Shell): Promise<(string | null)[]> {
  const rows = await shell.cancellable((signal) =>
    shell.session.db.query<{ company_name: string | null }>('SELECT company_name FROM Org', [], { signal }),
  )
  return [rows[0]?.company_name ?? null, null, null]
}

async function runInShell(shell: Shell, { rest }: MetaCall): Promise<void> {
  await shell.terminal.lend(rest || shell.task.io.env.SHELL || 'sh')
}

export const generalCommands: MetaCommands = {
  h: { usage: '\\h [TOPIC]', help: 'help with SQL', wants: 'keyword', run: helpSql },
  q: { usage: '\\q', help: 'leave (Ctrl-D does too)', run: () => 'quit' },
  c: {
    usage: '\\c [PROFILE | demo | CONNECTION]',
    help: 'connect to a profile of zohosql login, to the demo, or by a connection string; alone, \\conninfo',
    wants: 'connection',
    run: connect,
  },
  conninfo: { usage: '\\conninfo', help: 'whose account this is, and what its token may do', run: connectionInfo },
  l: { usage: '\\l', help: 'profiles, which \\c connects to', run: listConnections },
  errverbose: { usage: '\\errverbose', help: 'all that is known of the last error', run: lastError },
  '!': { usage: '\\! [COMMAND]', help: 'run a command of the operating system', run: runInShell },
}

function lastError(shell: Shell): void {
  if (shell.lastError) tell(shell, shell.lastError)
  else shell.say('There was no error.')
}

function tell(shell: Shell, { error, script }: NonNullable<Shell['lastError']>): void {
  shell.complain(error, script)
  const { code, status, zohoCode, detail } = error
  const known = {
    kind: code,
    'HTTP status': status,
    'Zoho’s code': zohoCode,
    'Zoho’s words': detail,
  }
  for (const [name, value] of Object.entries(known)) if (value !== undefined) shell.say(`${name}: ${value}`)
}
