import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll } from 'vitest'
import type { Io } from '../../src/cli/io.ts'
import { main } from '../../src/cli/main.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Around {
  /** What stands on stdin; absent: a terminal. */
  readonly input?: string | Buffer
  /** stdout is a terminal. */
  readonly terminal?: boolean
  readonly env?: Io['env']
}

class Collector extends Writable {
  text = ''
  readonly isTTY: boolean
  constructor(isTTY = false) {
    super()
    this.isTTY = isTTY
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** Runs the command line in this process. */
export async function zohosql(args: readonly string[], around: Around = {}): Promise<Ran> {
  const stdout = new Collector(around.terminal)
  const stderr = new Collector()
  const stdin = Object.assign(Readable.from(around.input === undefined ? [] : [around.input]), {
    isTTY: around.input === undefined,
  })
  const code = await main(args, { stdin, stdout, stderr, env: around.env ?? {} })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

/** One simulated account for the tests of a file. */
export function useSimulator(options: SimulatorOptions = {}): { connection(): string; simulator(): Simulator } {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator({ data: 'odd', ...options })
  })
  afterAll(() => simulator.close())
  return {
    simulator: () => simulator,
    connection: () => `${simulator.connectionString};TokenStore=memory`,
  }
}
