/**
 * Writing records of Desk: `offer` says how, `request` and `encode` make calls of rows, `send` sends one batch once, `answer` and
 * `refusals` read what Desk says of each row. Rows are made and changed one by one;
 * one value for one column of many rows goes by `updateMany`, deletion is into the trash. Nothing here sends a mail.
 */
import type { Change, ChangeOffer, Writer } from '../../../source/index.ts'
import { refuseLacking } from '../../kit/scopes.ts'
import { handleOf } from '../catalog/columns.ts'
import { offerChange } from './offer.ts'
import { type DeskWriterOptions, sendBatch } from './send.ts'

/** Operations of which any will do. ASSUMPTION: what moves records into the trash is said nowhere; DELETE or UPDATE. */
const operations = { insert: ['CREATE'], update: ['UPDATE'], delete: ['DELETE', 'UPDATE'] } as const

/** Some areas have a second name in scopes, accounts their own (facts 2.3). */
const scopesOf = (table: string, reading: string, operation: string): readonly string[] => {
  const scope = reading.replace(/READ$/, operation)
  const others = [scope.replace('Desk.', 'Desk.activities.'), scope.replace(/\.\w+\./, '.settings.')]
  return [scope, ...others, `Desk.${table}.${operation}`]
}

export function openWriter(options: DeskWriterOptions): Writer {
  return {
    allow: async ({ table, action }, { signal }) => {
      if (action === 'upsert') return
      const handle = handleOf(table)
      const reading = handle.kind === 'module' ? handle.spec.scope : 'Desk.tickets.READ'
      const { scopes } = await options.client.access(signal)
      const any = operations[action].flatMap((operation) => scopesOf(table.name, reading, operation))
      refuseLacking(`${action.toUpperCase()} of ${table.schema}.${table.name}`, any, scopes)
    },
    offer: (change: Change): ChangeOffer => offerChange(change, options.knowledge),
    send: (offer, change, rows, context) => sendBatch(options, offer, change, rows, context),
    user: options.user,
    now: () => options.client.to('desk').now(),
    account: options.client.account,
  }
}
