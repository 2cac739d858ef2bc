/** The custom module of installed machines, with its many fields, and their service log. */
import { fraction, mix } from '../../hash.ts'
import { storedInstant } from '../../zone.ts'
import { type CellMaker, doubles, integers, maybe, money } from '../cells.ts'
import type { Believable, Cells } from './parts.ts'
import { cents, pick, text } from './pick.ts'
import { dayAfter } from './times.ts'
import { noteTexts, places, products, workDone } from './words.ts'

const dayMs = 86_400_000

/** Values by the stems of the fields that are numbered. */
const numbered = (end: number): Readonly<Record<string, readonly [count: number, cell: CellMaker]>> => ({
  Text: [14, maybe(0.5, text(['line 1', 'line 2', 'utilities', 'outdoor', 'clean room']))],
  Sparse: [6, maybe(0.97, text(['see the manual', 'by the customer']))],
  Number: [10, maybe(0.4, integers(0, 50))],
  Long: [4, maybe(0.4, (hash) => String(100_000 + (hash % 900_000)))],
  Double: [8, maybe(0.4, doubles(0, 200, 2))],
  Money: [8, maybe(0.4, money(2500))],
  Percent: [4, maybe(0.4, (hash) => hash % 101)],
  Day: [6, maybe(0.4, (hash) => dayAfter(end, -(hash % 700)))],
  Moment: [6, maybe(0.4, (hash) => storedInstant(end - (hash % 700) * dayMs))],
  Mail: [3, maybe(0.6, (_hash, index) => `plant${index}@customers.example`)],
  Phone: [2, maybe(0.6, (hash) => `+49 ${30 + (hash % 60)} ${100_000 + (hash % 900_000)}`)],
  Link: [2, maybe(0.6, (_hash, index) => `https://pumpwatch.example/machines/${index}`)],
  Note: [4, maybe(0.8, text(noteTexts))],
})

const many = (end: number): Cells =>
  Object.fromEntries(
    Object.entries(numbered(end)).flatMap(([stem, [count, cell]]) =>
      Array.from({ length: count }, (_, i) => [`${stem}_${i + 1}`, cell] as const),
    ),
  )

export function machineCells({ end }: Believable): Readonly<Record<string, Cells>> {
  return {
    Machines: {
      ...many(end),
      Name: (hash, index) => `${products[hash % 5]![0]} no. ${100 + index}`,
      Account_id: (_hash, index) => `C-${10_000 + (index % 400)}`,
      State: (hash) => (fraction(hash) < 0.85 ? 'Running' : pick(['Stopped', 'Under Repair', 'Scrapped'], hash, 1)),
      STATE: maybe(0.8, text(['ok', 'check'])),
      Features: maybe(0.4, (hash) => [pick(['A', 'B'], hash)]),
      Bought: (hash) => dayAfter(end, -30 - (hash % 1500)),
      Order: maybe(0.5, (hash) => `O-${2000 + (hash % 800)}`),
      From: (_hash, _index, row) => row.Bought,
      To: (_hash, _index, row) => dayAfter(Date.parse(row.Bought as string), 730),
      Start: maybe(0.3, (_hash, _index, row) => `${row.Bought as string}T08:00:00Z`),
      End: () => null,
      User: maybe(0.6, text(['maintenance', 'production'])),
      Table: maybe(0.8, text(['T1', 'T2'])),
      Small_Text: maybe(0.6, text(noteTexts)),
      Large_Text: maybe(0.6, text(noteTexts)),
      Rich_Text: maybe(0.7, (hash) => `<div>${pick(noteTexts, hash)}</div>`),
      Site_Street: maybe(0.3, (hash) => `${1 + (hash % 90)} Mill Road`),
      Site_City: maybe(0.2, (hash) => pick(places, hash)[0]),
      Net_Value: maybe(0.1, (hash) => cents(500 + (hash % 900_000) / 100)),
      Warranty_End: (_hash, _index, row) => dayAfter(Date.parse(row.Bought as string), 730),
      Next_Check: maybe(0.2, (hash) => storedInstant(end + (1 + (hash % 90)) * dayMs)),
      Last_Repair: maybe(0.5, (hash) => storedInstant(end - (hash % 500) * dayMs)),
    },
    Service_Log: {
      Work_Done: text(workDone),
      Started: (hash, _index, row) =>
        storedInstant(Date.parse(row.Created_Time as string) + (mix(hash, 1) % 7) * 3_600_000),
      Hours: (hash) => 0.5 + (hash % 12) * 0.5,
    },
  }
}
