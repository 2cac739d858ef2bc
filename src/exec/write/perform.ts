import type { Outcome } from '../../base/errors.ts'
import { countOf, endedEarly, lookWith, partialError, rejectedError, unknownError } from './errors.ts'
import { openJournal } from './journal.ts'
import type { PlannedRows } from './planned.ts'
import type { WriteReading } from './reading.ts'
import { notSent, shownOutcome, type WriteWork } from './rows.ts'
import type { Recorder } from './sending.ts'
import type { WriteSettings } from './settings.ts'
import { sendTagged } from './tags.ts'

interface Performed {
  /** Ids of the records written, by the row's place. */
  readonly written: ReadonlyMap<number, string | null>
  /** Of every row, where not all were written. */
  readonly outcomes: readonly Outcome[] | undefined
  /** Of every row. */
  readonly all: readonly Outcome[]
}

const nobody = { sending: () => undefined, ended: () => undefined, close: () => undefined }

/** The journal first: what it could not be told is not sent. */
const both = (journal: Recorder, watch: Recorder): Recorder => ({
  sending: (work, rows, road) => {
    journal.sending(work, rows, road)
    watch.sending(work, rows, road)
  },
  job: (rows, job) => watch.job?.(rows, job),
  ended: (work, rows, outcomes) => {
    journal.ended(work, rows, outcomes)
    watch.ended(work, rows, outcomes)
  },
})

/**
 * Sends what was planned.
 *
 * @param watch told of each batch too
 * @throws {ZohoSqlError} with `outcomes` of every row, unless onWriteError=continue and nothing worse happened
 */
export async function performed(
  plan: PlannedRows,
  settings: WriteSettings,
  reading: WriteReading,
  watch: Recorder = nobody,
): Promise<Performed> {
  const began = new Date(Date.now() - 5000)
  const hasWork = plan.works.length > 0
  const recorder = settings.journal !== undefined && hasWork ? openJournal(settings.journal) : nobody
  const wantsIds = plan.wantsIds || recorder !== nobody || watch !== nobody
  try {
    return await sendWorks({ ...plan, wantsIds }, settings, reading, both(recorder, watch), began)
  } finally {
    recorder.close()
  }
}

async function sendWorks(
  plan: PlannedRows,
  settings: WriteSettings,
  reading: WriteReading,
  recorder: Recorder,
  began: Date,
): Promise<Performed> {
  let outcomes = [...plan.settled]
  let error: unknown
  const partial: Outcome[] = []
  for (const work of plan.works) {
    const isOver = error !== undefined || (settings.onError === 'stop' && outcomes.some(isFailure))
    const ended = isOver ? { outcomes: unsent(work) } : await send(work, plan, settings, reading, recorder)
    outcomes = [...outcomes, ...ended.outcomes]
    if ('partial' in ended) partial.push(...(ended.partial ?? []))
    error ??= 'error' in ended ? ended.error : undefined
  }
  outcomes.sort((a, b) => a.index - b.index)
  if (error !== undefined) throw endedEarly(error, outcomes, settings.journal !== undefined)
  await judge(plan, outcomes, settings, reading, began)
  judgePartial(partial, outcomes, settings, reading)
  const done = outcomes.filter(({ outcome }) => outcome === 'written')
  const written = new Map(done.map(({ index, id }) => [index, id]))
  const all = outcomes.map(shownOutcome)
  return { written, outcomes: partial.length > 0 || outcomes.some(isFailure) ? all : undefined, all }
}

const isFailure = ({ outcome }: Outcome): boolean => outcome === 'rejected' || outcome === 'unknown'

const unsent = ({ rows }: WriteWork): Outcome[] => rows.map(({ index, id }) => notSent(index, id))

const send = (
  work: WriteWork,
  { ignoresDoubles, wantsIds }: PlannedRows,
  settings: WriteSettings,
  reading: WriteReading,
  recorder: Recorder,
) =>
  sendTagged(work, {
    recorder,
    writer: reading.service(work.table.schema).writer!,
    settings,
    reading,
    wantsIds,
    ...(ignoresDoubles && { seenAs: leftAlone }),
  })

const leftAlone = (outcome: Outcome): Outcome =>
  outcome.code === 'DUPLICATE_DATA' ? { ...outcome, outcome: 'notSent', code: 'CONFLICT', column: null } : outcome

async function judge(
  { works }: PlannedRows,
  outcomes: readonly Outcome[],
  { onError }: WriteSettings,
  reading: WriteReading,
  began: Date,
): Promise<void> {
  const isUnknown = countOf(outcomes, 'unknown') > 0
  const user = isUnknown ? await userOf(works, reading) : undefined
  if (isUnknown && onError === 'stop') throw unknownError(works, outcomes, began, user)
  if (isUnknown)
    reading.meter.notices.push(
      `Of some rows it is not known whether they were written. Look with: ${lookWith(works, outcomes, began, user)}`,
    )
  const refused = countOf(outcomes, 'rejected')
  if (refused > 0 && onError === 'stop') throw rejectedError(outcomes)
  if (refused > 0) reading.meter.notices.push(`${refused} of ${outcomes.length} rows were refused: outcomes tells why.`)
}

/** Records that are there, but not with all that was given for them. */
function judgePartial(
  partial: readonly Outcome[],
  outcomes: readonly Outcome[],
  { onError }: WriteSettings,
  { meter }: WriteReading,
): void {
  if (partial.length === 0) return
  if (onError === 'stop') throw partialError(partial, outcomes)
  meter.notices.push(`${partial.length} of ${outcomes.length} rows were written in part: outcomes tells why.`)
}

/** For the statement to look with; without it that is a little wider. */
async function userOf(works: readonly WriteWork[], reading: WriteReading): Promise<string | undefined> {
  try {
    return await reading.service(works[0]!.table.schema).writer?.user(reading)
  } catch {
    return undefined
  }
}
