import { usageError } from '../../usage.ts'
import { timingText } from '../answer.ts'
import { printText } from '../print.ts'
import { changeConnection } from '../reconnect.ts'
import type { Shell } from '../shell.ts'
import { withVariables } from '../variables.ts'
import { statementFor } from './buffer.ts'
import type { MetaCall, MetaCommands } from './command.ts'

/** Plans and prices. */

async function explain(shell: Shell, call: MetaCall): Promise<void> {
  const statement = call.rest.replace(/;\s*$/, '') || statementFor(shell, call)
  const sql = withVariables(statement, shell.variables)
  const plan = await shell.cancellable((signal) => shell.session.db.explain(sql, [], { signal }))
  await printText(shell, [String(plan)])
}

function credits(shell: Shell): void {
  const { statements, spent } = shell
  shell.say(`This session: ${statements} statements, ${spent.calls} calls, ${spent.credits} credits.`)
}

async function forget(shell: Shell, { words: [word] }: MetaCall): Promise<void> {
  if (word !== 'clear') return shell.say('\\cache clear makes tables and columns be asked for again.')
  await shell.session.db.refresh()
  shell.say('What was remembered of tables and columns is asked for again.')
}

async function road(shell: Shell, { words: [name] }: MetaCall): Promise<void> {
  if (name === undefined) return shell.say(shell.lastStats ? timingText(shell.lastStats) : 'No statement has run yet.')
  await changeConnection(shell, { road: name })
  shell.say(`Statements go by ${name === 'auto' ? 'the road that costs least' : `${name}, where that is possible`}.`)
}

async function trace(shell: Shell, { words: [word] }: MetaCall): Promise<void> {
  const now = shell.properties.logLevel === 'trace'
  const on = word === undefined ? !now : word === 'on'
  if (word !== undefined && !/^(on|off)$/.test(word)) throw usageError('\\trace takes on or off.')
  await changeConnection(shell, { logLevel: on ? 'trace' : (shell.task.options['log-level'] ?? 'warn') })
  shell.say(on ? 'Each exchange with Zoho is printed, without secrets.' : 'Exchanges are not printed any more.')
}

export const costCommands: MetaCommands = {
  explain: { usage: '\\explain [SQL]', help: 'what would travel to Zoho, and its price', run: explain },
  credits: { usage: '\\credits', help: 'what this session has spent', run: credits },
  road: { usage: '\\road [NAME]', help: 'how the last statement was answered; or force an API, auto: none', run: road },
  cache: { usage: '\\cache clear', help: 'forget what is remembered of tables and columns', run: forget },
  trace: { usage: '\\trace [on | off]', help: 'print each exchange with Zoho', run: trace },
}
