/** A simulated desk with its judge, asked under one setup after another. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { defaultDeskVariants } from '../../src/simulator/desk/variants.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { makeCompany } from './company.ts'
import { deskQuery } from './generate.ts'
import { DeskJudge } from './judge.ts'
import type { DeskSetup } from './setups.ts'

export interface CompanyOptions {
  readonly seed: number
  readonly tickets: number
  /** No time has milliseconds. */
  readonly wholeSeconds?: boolean
  /** The demo's desk in place of the company by chance. */
  readonly demo?: boolean
}

export interface DeskPlace extends AsyncDisposable {
  readonly simulator: Simulator
  readonly judge: DeskJudge
  open(properties: string): Promise<Connection>
  /** Queries by chance, from the `first`-th on. */
  queries(seed: number, first: number, count: number): Promise<readonly string[]>
  disagreements(setup: DeskSetup, questions: readonly string[]): Promise<string[]>
}

const demo = (tickets: number): Promise<Simulator> =>
  startSimulator({ rows: 250, credits: 1e9, desk: { tickets, burst: Math.floor(tickets / 10), credits: 1e9 } })

async function byChance({ seed, tickets, wholeSeconds = false }: CompanyOptions): Promise<Simulator> {
  const { crm, desk, trash } = makeCompany(seed, tickets, wholeSeconds)
  const simulator = await startSimulator({ data: crm, credits: 1e9, desk: { data: desk, credits: 1e9 } })
  for (const id of trash) simulator.deskRemove('tickets', id)
  return simulator
}

export async function openCompany(options: CompanyOptions): Promise<DeskPlace> {
  const simulator = await (options.demo ? demo(options.tickets) : byChance(options))
  // One for all connections: a refresh token gives ten access tokens in ten minutes.
  const tokens = mkdtempSync(join(tmpdir(), 'zohosql-desk-'))
  const open = (properties: string): Promise<Connection> =>
    connect(
      `${simulator.connectionString};TokenStore=${join(tokens, 'store')};Services=crm,desk;Dates=string;ExactNumbers=true;` +
        `TimeZone=UTC;${properties}`,
    )
  await using first = await open('')
  const judge = await DeskJudge.open(simulator, first)
  return {
    simulator,
    judge,
    open,
    async queries(seed, begin, count) {
      const samples = await judge.samples()
      const sample = (table: { name: string }, column: { name: string }): readonly string[] =>
        samples.get(`${table.name}.${column.name}`) ?? []
      return Array.from({ length: count }, (_, i) => deskQuery(seed, begin + i, judge.tables, sample))
    },
    async disagreements({ variants, properties }, questions) {
      simulator.setVariants({ ...defaultDeskVariants, ...variants })
      simulator.resetStats()
      await using db = await open(properties)
      return await judge.disagreements(db, questions)
    },
    async [Symbol.asyncDispose]() {
      await simulator.close()
      await judge[Symbol.asyncDispose]()
      rmSync(tokens, { recursive: true, force: true })
    },
  }
}
