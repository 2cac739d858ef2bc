/** Decimal texts that a double tells back exactly: so many digits always survive the way there and back. */
const digitsMax = 15

const decimal = /^-?(\d+)(?:\.(\d+))?$/

/** The number a text means; undefined where a double would change a digit of it. */
export function exactNumber(text: string): number | undefined {
  const found = decimal.exec(text)
  if (!found) return undefined
  // Zeros at the end of a whole number count: an id that happens to have some is still one of many ids.
  const digits = `${found[1]}${(found[2] ?? '').replace(/0+$/, '')}`.replace(/^0+/, '')
  return digits.length <= digitsMax ? Number(text) : undefined
}

/** True for a whole number with more digits than a double, or Excel, is sure to keep: an id would become another one. */
export const isWide = (text: string): boolean => /^-?0*[1-9]\d*$/.test(text) && exactNumber(text) === undefined
