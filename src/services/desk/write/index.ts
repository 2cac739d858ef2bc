/**
 * Writing records of Desk: `encode` makes JSON of rows, `send` sends one batch once. Rows are made and changed one by one;
 * one value for one column of many rows goes by `updateMany`, deletion is into the trash. Nothing here sends a mail.
 */
import type { Change, ChangeOffer, Writer } from '../../../source/index.ts'
import { offerChange } from './offer.ts'
import { sendBatch, type WriterOptions } from './send.ts'

export function openWriter(options: WriterOptions): Writer {
  const clock = { ahead: 0 }
  return {
    offer: (change: Change): ChangeOffer => offerChange(change),
    send: (offer, change, rows, context) => sendBatch({ ...options, clock }, offer, change, rows, context),
    user: options.user,
    now: () => Date.now() + clock.ahead,
  }
}
