import { once } from 'node:events'
import { ZohoSqlError } from '../../base/errors.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { endOfDay, fromData } from '../demo.ts'
import { note, type Task } from '../task.ts'
import { whole } from '../whole.ts'

/** Serves a simulated Zoho until it is interrupted; the first line on stdout is the connection string. */
export async function simulate(task: Task): Promise<void> {
  await using simulator = await start(task)
  await task.output.write(`${simulator.connectionString}\n`)
  note(
    task,
    `A simulated Zoho, CRM and Desk, answers at ${simulator.url} until Ctrl-C; ${simulator.url}/console has clients and codes.`,
  )
  if (!task.signal.aborted) await once(task.signal, 'abort')
}

async function start({ options }: Task): Promise<Simulator> {
  try {
    const given = {
      port: whole(options.port, 'port', 65_535),
      data: options.data,
      asOf: endOfDay(options['as-of']),
      rows: whole(options.rows, 'rows', 1e9),
      desk: { tickets: whole(options.tickets, 'tickets', 1e7) },
      seed: whole(options.seed, 'seed', 2 ** 31),
      latency: whole(options.latency, 'latency', 3_600_000),
    }
    return await fromData(() => startSimulator(given))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    throw new ZohoSqlError('FILE', `Port ${options.port} is taken.`, {
      hint: 'Leave --port away for a free one.',
      cause,
    })
  }
}
