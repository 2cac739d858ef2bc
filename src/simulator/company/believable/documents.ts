/** Quotes, orders and invoices of the demo company: each for a deal, with its account and contact. */
import { fraction } from '../../hash.ts'
import type { SimRecord } from '../../model.ts'
import { type CellMaker, maybe } from '../cells.ts'
import type { Believable, Cells } from './parts.ts'
import { cents, held, pick, spread, text } from './pick.ts'
import { dayAfter } from './times.ts'
import { lineTexts, terms } from './words.ts'

const madeAt = (row: SimRecord): number => Date.parse(row.Created_Time as string)

/** A day within some days after the document was made. */
const within =
  (from: number, to: number): CellMaker =>
  (hash, _index, row) =>
    dayAfter(madeAt(row), from + (hash % (to - from)))

const sums: Cells = {
  Sub_Total: (hash) => cents(spread(8200, hash)),
  Tax: (_hash, _index, row) => cents((row.Sub_Total as number) * 0.19),
  Adjustment: () => 0,
}

export function documentCells({ company, row, indexOf }: Believable): Readonly<Record<string, Cells>> {
  const dealOf = (document: SimRecord): SimRecord | undefined => {
    const deal = held(document.Deal_Name)
    return deal && row('Deals', indexOf('Deals', deal.id))
  }
  const document = (word: string): Cells => ({
    ...sums,
    Subject: (_hash, _index, own) => `${word} for ${held(own.Account_Name)?.name ?? 'a new customer'}`,
    Account_Name: (_hash, _index, own) => dealOf(own)?.Account_Name ?? null,
    Contact_Name: (_hash, _index, own) => dealOf(own)?.Contact_Name ?? null,
    Deal_Name: company.link('Deals'),
    Terms_and_Conditions: maybe(0.5, text(terms)),
  })
  return {
    Quotes: { ...document('Quote'), Valid_Till: within(30, 60) },
    Sales_Orders: { ...document('Order'), Due_Date: within(20, 45) },
    Purchase_Orders: {
      ...sums,
      Subject: (_hash, _index, own) => `Parts from ${held(own.Vendor_Name)?.name ?? 'a vendor'}`,
      PO_Date: within(0, 3),
      Terms_and_Conditions: maybe(0.7, text(terms)),
    },
    Invoices: {
      ...document('Invoice'),
      Invoice_Date: within(0, 2),
      Due_Date: (_hash, _index, own) => dayAfter(Date.parse(own.Invoice_Date as string), 30),
      Status: (hash) => (fraction(hash) < 0.8 ? 'Delivered' : pick(['Created', 'Approved', 'Cancelled'], hash, 1)),
    },
    ...Object.fromEntries(
      ['Quoted_Items', 'Ordered_Items', 'Purchased_Items', 'Invoiced_Items'].map((module) => [
        module,
        {
          List_Price: (hash: number) => cents(spread(900, hash)),
          Quantity: (hash: number) => 1 + (hash % 6),
          Discount: () => 0,
          Description: maybe(0.8, text(lineTexts)),
        },
      ]),
    ),
  }
}
