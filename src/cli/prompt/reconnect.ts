import { openSession } from '../connect.ts'
import type { Task } from '../task.ts'
import type { Shell } from './shell.ts'

/**
 * Opens another connection in place of the one there is, which stays if that fails.
 *
 * @throws ZohoSqlError what is wrong with it
 */
export async function reconnect(
  shell: Shell,
  task: Task,
  changed: Readonly<Record<string, string>> = {},
): Promise<void> {
  const properties = { ...shell.properties, ...changed }
  const session = await openSession(task, { properties })
  try {
    // A connection is believed when it has answered once.
    await shell.cancellable((signal) => session.db.timeZone({ signal }))
  } catch (error) {
    await session[Symbol.asyncDispose]()
    throw error
  }
  await shell.session[Symbol.asyncDispose]()
  shell.session = session
  shell.task = task
  Object.assign(shell.properties, changed)
}
