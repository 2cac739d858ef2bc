/**
 * Values: how each SQL type is kept in SQLite, how it gets there and back, and its text in PostgreSQL's form.
 * Not here: which function does what with values (../functions), and how SQL text is printed (../).
 */

export { cutChar, cutName } from './catalogue-text.ts'
export { columnType, decode, decoder, type Encoder, encode, encoder, type RawDecoder } from './codec.ts'
export { encodeNumeric } from './numeric.ts'
export type { Raw } from './raw.ts'
export { makeSession, type Session, type SessionSettings } from './session.ts'
export { displayText, inputInterval, inputText, outputText } from './text-form.ts'
