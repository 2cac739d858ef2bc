/** Products, vendors and price books of the demo company. */
import { fraction } from '../../hash.ts'
import { type CellMaker, computed, integers, maybe } from '../cells.ts'
import type { Believable, Cells } from './parts.ts'
import { cents, domainOf, text } from './pick.ts'
import { dayAfter } from './times.ts'
import { productSizes, products, vendors } from './words.ts'

const productOf = (index: number) => products[index % products.length]!
const sizeOf = (index: number): number => Math.floor(index / products.length)

const price: CellMaker = (_hash, index) =>
  cents(productOf(index)[2] * (1 + 0.12 * (sizeOf(index) % productSizes.length)))

export function productCells({ end }: Believable): Readonly<Record<string, Cells>> {
  return {
    Products: {
      Product_Name: (_hash, index) => {
        const round = Math.floor(sizeOf(index) / productSizes.length)
        return `${productOf(index)[0]}${productSizes[sizeOf(index) % productSizes.length]}${round > 0 ? ` v${round + 1}` : ''}`
      },
      Product_Code: (_hash, index) => `P-${1000 + index}`,
      Product_Active: (hash) => fraction(hash) < 0.9,
      Product_Category: (_hash, index) => productOf(index)[1],
      Unit_Price: price,
      Qty_in_Stock: (hash, index) => (productOf(index)[1] === 'Hardware' ? hash % 120 : 0),
      Reorder_Level: maybe(0.3, integers(5, 30)),
      Sales_Start_Date: (hash) => dayAfter(end, -400 - (hash % 1200)),
      Tax: () => ['Vat'],
      Description: (_hash, index) => productOf(index)[3],
    },
    Vendors: {
      Vendor_Name: (_hash, index) =>
        `${vendors[index % vendors.length]}${index >= vendors.length ? ` ${Math.floor(index / vendors.length) + 1}` : ''}`,
      Phone: (hash) => `+49 ${30 + (hash % 60)} ${100_000 + (hash % 900_000)}`,
      Email: computed((row) => `sales@${domainOf(String(row.Vendor_Name))}`),
      Website: computed((row) => `https://www.${domainOf(String(row.Vendor_Name))}`),
      Category: text(['Castings', 'Electronics', 'Seals', 'Motors', 'Packaging', 'Freight']),
      Description: () => null,
    },
    Price_Books: {
      Price_Book_Name: (_hash, index) =>
        `${['Standard', 'Partner', 'Service'][index % 3]} ${new Date(end).getUTCFullYear() - Math.floor(index / 3)}`,
      Description: () => null,
    },
  }
}
