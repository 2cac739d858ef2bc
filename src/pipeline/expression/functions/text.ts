import { randomUUID } from 'node:crypto'
import { byName } from '../../../base/by-name.ts'
import { failure } from '../fail.ts'
import { textOf } from './conversions.ts'
import { asIndex, asString, row } from './row.ts'

/** `indexOf` and kin ignore case, as documented. */
const folded = (value: Parameters<typeof asString>[0]): string => asString(value).toLowerCase()

const guidForms: Readonly<Record<string, (id: string) => string>> = byName({
  D: (id) => id,
  N: (id) => id.replaceAll('-', ''),
  B: (id) => `{${id}}`,
  P: (id) => `(${id})`,
})

function guid(form: string): string {
  const make = guidForms[form.toUpperCase()]
  if (!make) throw failure(`guid() knows the formats ${Object.keys(guidForms).join(', ')}, not "${form}".`)
  return make(randomUUID())
}

function substring(text: string, start: number, length = text.length - start): string {
  if (start < 0 || length < 0 || start + length > text.length) {
    throw failure(
      `substring() was asked for ${length} characters from ${start} of a text of ${text.length} characters.`,
    )
  }
  return text.slice(start, start + length)
}

export const text = {
  concat: row(1, Infinity, (args) => args.map(textOf).join('')),
  endsWith: row(2, 2, ([whole, end]) => folded(whole).endsWith(folded(end))),
  guid: row(0, 1, ([form]) => guid(form === undefined ? 'D' : asString(form))),
  indexOf: row(2, 2, ([whole, part]) => folded(whole).indexOf(folded(part))),
  lastIndexOf: row(2, 2, ([whole, part]) => folded(whole).lastIndexOf(folded(part))),
  replace: row(3, 3, ([whole, old, by]) => asString(whole).replaceAll(asString(old), () => asString(by))),
  split: row(2, 2, ([whole, by]) => asString(whole).split(asString(by))),
  startsWith: row(2, 2, ([whole, start]) => folded(whole).startsWith(folded(start))),
  substring: row(2, 3, ([whole, start, length]) =>
    substring(asString(whole), asIndex(start), length === undefined ? undefined : asIndex(length)),
  ),
  toLower: row(1, 1, ([value]) => asString(value).toLowerCase()),
  toUpper: row(1, 1, ([value]) => asString(value).toUpperCase()),
  trim: row(1, 1, ([value]) => asString(value).trim()),
}
