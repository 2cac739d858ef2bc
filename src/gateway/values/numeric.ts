import { byName } from '../../base/by-name.ts'

/** numeric in binary: groups of four decimal digits around the point. */

const groupDigits = 4

const signs = { plus: 0x0000, minus: 0x4000, nan: 0xc000, infinity: 0xd000, minusInfinity: 0xf000 }

const specials: Readonly<Record<string, number>> = byName({
  nan: signs.nan,
  infinity: signs.infinity,
  '-infinity': signs.minusInfinity,
})

/** The digits of a decimal without an exponent, as groups, and the place of the first one. */
function groupsOf(whole: string, fraction: string): { groups: number[]; weight: number } {
  const head = whole.padStart(Math.ceil(whole.length / groupDigits) * groupDigits, '0')
  const tail = fraction.padEnd(Math.ceil(fraction.length / groupDigits) * groupDigits, '0')
  const groups = ((head + tail).match(/\d{4}/g) ?? []).map(Number)
  let weight = head.length / groupDigits - 1
  while (groups.length > 0 && groups[0] === 0) {
    groups.shift()
    weight--
  }
  while (groups.at(-1) === 0) groups.pop()
  return { groups, weight: groups.length > 0 ? weight : 0 }
}

/**
 * A decimal with no more places than its column is declared to have, as PostgreSQL rounds: half away from zero. Zoho
 * keeps amounts with more, and clients trust the declaration.
 */
export function declaredText(text: string, scale: number | undefined): string {
  const match = /^(-?)(\d+)\.(\d+)$/.exec(text)
  if (scale === undefined || scale < 0 || !match || match[3]!.length <= scale) return text
  const [, sign, whole = '', fraction = ''] = match
  const up = fraction.charCodeAt(scale) >= 53 ? 1n : 0n
  const digits = String(BigInt(whole + fraction.slice(0, scale)) + up).padStart(scale + 1, '0')
  const point = digits.length - scale
  const rounded = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return /[1-9]/.test(rounded) ? `${sign}${rounded}` : rounded
}

/** @param scale digits after the point to show; those of the text when absent. */
export function numericBytes(text: string, scale?: number): Buffer {
  const special = specials[text.toLowerCase()]
  if (special !== undefined) return pack([], 0, special, 0)
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = text.replace(/^[-+]/, '').split('.')
  const { groups, weight } = groupsOf(whole.replace(/^0+/, ''), fraction)
  return pack(
    groups,
    weight,
    negative && groups.length > 0 ? signs.minus : signs.plus,
    Math.max(fraction.length, scale ?? 0),
  )
}

function pack(groups: readonly number[], weight: number, sign: number, scale: number): Buffer {
  const bytes = Buffer.allocUnsafe(8 + groups.length * 2)
  bytes.writeInt16BE(groups.length, 0)
  bytes.writeInt16BE(weight, 2)
  bytes.writeUInt16BE(sign, 4)
  bytes.writeInt16BE(scale, 6)
  for (const [index, group] of groups.entries()) bytes.writeInt16BE(group, 8 + index * 2)
  return bytes
}

/** The text of a binary numeric; undefined where the bytes are none. */
export function numericText(bytes: Buffer): string | undefined {
  if (bytes.length < 8) return undefined
  const count = bytes.readInt16BE(0)
  const sign = bytes.readUInt16BE(4)
  const name = Object.entries({ NaN: signs.nan, Infinity: signs.infinity, '-Infinity': signs.minusInfinity })
  const special = name.find(([, code]) => code === sign)
  if (special) return special[0]
  if (count < 0 || bytes.length !== 8 + count * 2) return undefined
  const groups = Array.from({ length: count }, (_, index) => bytes.readInt16BE(8 + index * 2))
  return decimalText(groups, bytes.readInt16BE(2), sign === signs.minus, bytes.readInt16BE(6))
}

function decimalText(groups: readonly number[], weight: number, negative: boolean, scale: number): string {
  const at = (place: number): string => String(groups[weight - place] ?? 0).padStart(groupDigits, '0')
  let whole = ''
  for (let place = weight; place >= 0; place--) whole += at(place)
  let fraction = ''
  for (let place = -1; fraction.length < scale; place--) fraction += at(place)
  const digits = whole.replace(/^0+(?=\d)/, '') || '0'
  return `${negative ? '-' : ''}${digits}${scale > 0 ? `.${fraction.slice(0, scale)}` : ''}`
}
