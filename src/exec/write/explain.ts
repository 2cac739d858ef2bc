import type { BoundChange, Explanation } from '../../plan/index.ts'
import type { ChangeOffer, Writer } from '../../source/index.ts'
import type { WriteWork } from './rows.ts'
import { changeOf } from './send.ts'
import type { WriteSettings } from './settings.ts'
import { stepsOf } from './tags.ts'

/** The plan of the rows, and how they would be sent. */
export function explainChange(
  bound: BoundChange,
  settings: WriteSettings,
  read: Explanation,
  writer: Writer,
  lacks?: string,
): Explanation {
  const { action, table, targets, before, query, conflict } = bound
  const rows = query.body.kind === 'values' ? query.body.rows.length : undefined
  const work: WriteWork = { action, table, targets, before, rows: [] }
  const steps = stepsOf(work).map(changeOf)
  const offersFor = (count: number) => steps.map((step) => writer.offer({ ...step, rows: count }, settings))
  const offers = offersFor(rows ?? 0)
  const offer = offers[0]!
  const price = (count: number) => sumOf(offers.map((one) => one.price(count)))
  const { calls, credits } = price(rows ?? 0)
  const lines = [
    `${titles[action]} ${table.schema}.${table.name} by ${offer.road}: ${priceText(rows, offer.batchRows, price)}`,
    ...(rows === undefined ? manyText(offer, offersFor(manyRows)[0]!) : []),
    ...offers.flatMap(({ text }) => text).map((line) => `  ${line}`),
    ...(targets.length > 0 ? [`  sets ${targets.map(({ column }) => column.name).join(', ')}`] : []),
    ...(conflict
      ? [`  ON CONFLICT: the keys are read first${conflict.action === 'update' ? ', then inserts and updates go' : ''}`]
      : []),
    ...offer.notes.map((note) => `  ${note}`),
    ...(lacks === undefined ? [] : [`  would be refused: ${lacks}`]),
  ]
  const isKnown = rows !== undefined && query.body.kind === 'values'
  return {
    ...read,
    calls: read.calls + calls,
    credits: read.credits + credits,
    toString: () =>
      [...lines, ...(isKnown ? [] : ['Rows to be written come from:', ...indented(String(read))])].join('\n'),
  }
}

/** More than these are written rarely: what is worth it then is said. */
const manyRows = 25_000

const manyText = (few: ChangeOffer, many: ChangeOffer): string[] =>
  many.road === few.road
    ? []
    : [`  where that is cheaper, by ${many.road}: for each ${many.batchRows} rows ${costs(many.price(many.batchRows))}`]

const sumOf = (prices: readonly { readonly calls: number; readonly credits: number }[]) => ({
  calls: prices.reduce((sum, { calls }) => sum + calls, 0),
  credits: prices.reduce((sum, { credits }) => sum + credits, 0),
})

const titles = { insert: 'Insert into', update: 'Update', delete: 'Delete from' } as const

const indented = (text: string): string[] => text.split('\n').map((line) => `  ${line}`)

function priceText(
  rows: number | undefined,
  batch: number,
  price: (rows: number) => { calls: number; credits: number },
): string {
  if (rows === undefined) return `for each ${batch} rows ${costs(price(batch))}`
  return `${rows} row${rows === 1 ? '' : 's'}, ${costs(price(rows))}`
}

const costs = ({ calls, credits }: { calls: number; credits: number }): string =>
  `${calls} call${calls === 1 ? '' : 's'}, ${credits} credit${credits === 1 ? '' : 's'}`
