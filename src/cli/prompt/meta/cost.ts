import { timingText } from '../answer.ts'
import { printText } from '../print.ts'
import type { Shell } from '../shell.ts'
import { withVariables } from '../variables.ts'
import { statementFor } from './buffer.ts'
import type { Call, MetaCommands } from './command.ts'

/** Plans and prices. */

async function explain(shell: Shell, call: Call): Promise<void> {
  const statement = call.rest.replace(/;\s*$/, '') || statementFor(shell, call)
  const sql = withVariables(statement, shell.variables)
  const plan = await shell.cancellable((signal) => shell.session.db.explain(sql, [], { signal }))
  await printText(shell, [String(plan)])
}

function credits(shell: Shell): void {
  const { statements, calls, credits: spent } = shell.spent
  shell.say(`This session: ${statements} statements, ${calls} calls, ${spent} credits.`)
}

async function forget(shell: Shell, { words: [word] }: Call): Promise<void> {
  if (word !== 'clear') return shell.say('\\cache clear makes tables and columns be asked for again.')
  await shell.session.db.refresh()
  shell.say('What was remembered of tables and columns is asked for again.')
}

export const costCommands: MetaCommands = {
  explain: { usage: '\\explain [SQL]', help: 'what would travel to Zoho, and its price', run: explain },
  credits: { usage: '\\credits', help: 'what this session has spent', run: credits },
  road: { usage: '\\road', help: 'how the last statement was answered', run: lastRoad },
  cache: { usage: '\\cache clear', help: 'forget what is remembered of tables and columns', run: forget },
}

function lastRoad(shell: Shell): void {
  shell.say(shell.lastStats ? timingText(shell.lastStats) : 'No statement has run yet.')
}
