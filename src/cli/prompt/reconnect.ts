import { type CliSession, openSession } from '../connect.ts'
import type { Task } from '../task.ts'
import type { Shell } from './shell.ts'

/**
 * Opens another account in place of the one there is, which stays if that fails.
 *
 * @throws ZohoSqlError what is wrong with it
 */
export const connectTo = async (shell: Shell, task: Task): Promise<void> => {
  await replaceSession(shell, await openSession(task, { properties: shell.properties }))
  shell.task = task
}

/** The same account by a connection of other properties. @throws ZohoSqlError what is wrong with them */
export async function changeConnection(shell: Shell, changed: Readonly<Record<string, string>>): Promise<void> {
  await replaceSession(shell, await shell.session.again({ properties: { ...shell.properties, ...changed } }))
  Object.assign(shell.properties, changed)
}

async function replaceSession(shell: Shell, session: CliSession): Promise<void> {
  try {
    // A connection is believed when it has answered once.
    await shell.cancellable((signal) => session.db.timeZone({ signal }))
  } catch (error) {
    await session[Symbol.asyncDispose]()
    throw error
  }
  await shell.session[Symbol.asyncDispose]()
  shell.session = session
}
