/** Casts of the catalogue's own types of text; no statement can name them. */
import { charOf, codeOf, cutChar, cutName } from '../../values/catalogue-text.ts'
import { type FunctionRow, fn } from '../row.ts'

export const labelRows: readonly FunctionRow[] = [
  ...fn('to name(text) text', cutName),
  ...fn('to name(boolean) text', (value: boolean) => (value ? 't' : 'f')),
  ...fn('to char(text) text', cutChar),
  ...fn('to char(integer) text', charOf),
  ...fn('code of char(text) integer', codeOf),
]
