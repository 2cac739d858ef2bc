/** Every fault at every step of a statement: once, and for ever. */
import { describe, expect, it } from 'vitest'
import { type FaultKind, faultKinds, type ScriptedFault } from '../../src/simulator/faults.ts'
import { hurry } from '../support/hurry.ts'
import type { Place } from '../support/place.ts'
import { contactsBy, contactsOf, expectNoSecret, outcome, type Road, site, stderrOf } from './help.ts'

interface Step {
  readonly name: string
  readonly road: Road
  readonly path: string | RegExp
  readonly nth?: number
}

const steps: readonly Step[] = [
  { name: 'the token', road: 'coql', path: '/oauth/v2/token' },
  { name: 'the organisation', road: 'coql', path: '/org' },
  { name: 'the modules', road: 'coql', path: '/settings/modules' },
  { name: 'the fields', road: 'coql', path: '/settings/fields' },
  { name: 'the users', road: 'coql', path: '/users' },
  { name: 'the first page of COQL', road: 'coql', path: '/coql' },
  { name: 'a later page of COQL', road: 'coql', path: '/coql', nth: 2 },
  { name: 'the first page of records', road: 'records', path: /\/Contacts$/ },
  { name: 'a later page of records', road: 'records', path: /\/Contacts$/, nth: 2 },
  { name: 'the first page of a search', road: 'search', path: /\/search$/ },
  { name: 'a later page of a search', road: 'search', path: /\/search$/, nth: 2 },
  { name: 'a job of bulk read', road: 'bulk', path: /\/read$/ },
  { name: 'the state of a job', road: 'bulk', path: /\/read\/\d+$/ },
  { name: 'a later state of a job', road: 'bulk', path: /\/read\/\d+$/, nth: 2 },
  { name: 'the file of a job', road: 'bulk', path: /\/result$/ },
]

hurry()

const maxRetries = 1
/** Seconds: few where they are waited for, and else more than a busy machine needs. */
const timeoutUnder = (kind: FaultKind): number => (kind === 'hang' ? 3 : 60)

type Fault = Partial<ScriptedFault> & { kind: FaultKind }

async function struck({ road, path, nth }: Step, fault: Fault): Promise<Place> {
  const properties = `MaxRetries=${maxRetries};Timeout=${timeoutUnder(fault.kind)};LogLevel=trace`
  return site(road, properties, { faults: { script: [{ path, nth, delay: 50, ...fault }] } })
}

/** All steps at once, so that what waits waits together; every company stands before the first is asked. */
async function atEveryStep(fault: Fault, ask: (step: Step, place: Place) => Promise<void>): Promise<void> {
  const places: Place[] = []
  try {
    for (const step of steps) places.push(await struck(step, fault))
    await Promise.all(steps.map((step, i) => ask(step, places[i]!)))
  } finally {
    await Promise.all(places.map((place) => place[Symbol.asyncDispose]()))
  }
}

describe.each(faultKinds)('%s', (kind) => {
  it('once: the rows are right, and nothing secret is logged', async () => {
    const each = async (step: Step, { db, simulator }: Place): Promise<void> => {
      const { value: rows, error } = await outcome(() => db.query(contactsBy(step.road)))
      // What may have been done is not asked again blindly: of tokens there are but ten in ten minutes.
      expect({ step: step.name, error }).toEqual({ step: step.name, error: undefined })
      expect(rows?.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))).toEqual(contactsOf(simulator))
      expect(rows?.stats.complete).toBe(true)
      expect(simulator.calls().filter((call) => call.fault).length).toBe(1)
      expect(simulator.breaches()).toEqual([])
    }
    const log = await stderrOf(() => atEveryStep({ kind }, each))
    expect(log).toContain('/coql')
    expect(log).not.toMatch(/1000\.[0-9a-f]{32}\.[0-9a-f]{32}|5ec2e7/)
  })
})

/** SQLSTATEs by which a fault that does not end is told; `slow` and `expire` are none. */
const lasting: Partial<Record<FaultKind, RegExp>> = {
  500: /^HV000$/,
  502: /^HV000$/,
  503: /^HV000$/,
  html: /^HV000$/,
  'html-200': /^(HV000|28000)$/,
  429: /^53400$/,
  reset: /^08S01$/,
  'reset-after': /^08S01$/,
  truncated: /^08S01$/,
  'cut-json': /^(HV000|28000)$/,
  hang: /^HYT00$/,
}

describe.each(Object.keys(lasting) as FaultKind[])('%s for ever', (kind) => {
  it('ends in a clear error after as many retries as there may be', async () => {
    const each = async (step: Step, { db, simulator }: Place): Promise<void> => {
      const { error } = await outcome(() => db.query(contactsBy(step.road)))
      expect({ step: step.name, state: error?.sqlState }).toEqual({
        step: step.name,
        state: expect.stringMatching(lasting[kind]!),
      })
      expectNoSecret(error, simulator)
      const failed = simulator.calls().filter((call) => call.fault).length
      // What two parts of a statement need may be asked again by the second once the first has given up.
      expect({ step: step.name, few: failed >= 1 && failed <= 2 * (maxRetries + 1) }).toEqual({
        step: step.name,
        few: true,
      })
      expect(simulator.breaches()).toEqual([])
    }
    await stderrOf(() => atEveryStep({ kind, times: 1000 }, each))
  })
})
