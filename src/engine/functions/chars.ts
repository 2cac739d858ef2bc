/** Text by code points: what PostgreSQL calls characters. Texts without surrogates take the quick way. */

const hasSurrogates = (text: string): boolean => /[\ud800-\udfff]/.test(text)

export const charLength = (text: string): number => (hasSurrogates(text) ? [...text].length : text.length)

/** Like slice: from (inclusive) to (exclusive), counted in characters from 0. */
export const sliceChars = (text: string, from: number, to?: number): string =>
  hasSurrogates(text) ? [...text].slice(from, to).join('') : text.slice(from, to)

/** The capital of a Greek letter whose iota JavaScript writes out: one character, as C's towupper has it. */
const withIota: ReadonlyMap<string, string> = new Map([
  ...Array.from('ᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧ', (small): [string, string] => [
    small,
    String.fromCodePoint(small.codePointAt(0)! + 8),
  ]),
  ['ᾳ', 'ᾼ'],
  ['ῃ', 'ῌ'],
  ['ῳ', 'ῼ'],
])

// One character to one: ß stays ß, a final Σ is like any other, as C's towupper and towlower have it.
const each = (text: string, change: (char: string) => string): string =>
  [...text]
    .map((char) => {
      const changed = change(char)
      return charLength(changed) === 1 ? changed : char
    })
    .join('')

export function upper(text: string): string {
  const quick = text.toUpperCase()
  return quick.length === text.length ? quick : each(text, (char) => withIota.get(char) ?? char.toUpperCase())
}

export function lower(text: string): string {
  return /[Σİ]/.test(text) ? each(text, (char) => (char === 'İ' ? 'i' : char.toLowerCase())) : text.toLowerCase()
}

/** First letter of each word upper, the rest lower. */
export const initcap = (text: string): string =>
  text.replace(/[\p{L}\p{N}]+/gu, (word) => {
    const first = String.fromCodePoint(word.codePointAt(0)!)
    return upper(first) + lower(word.slice(first.length))
  })
