import { SyntaxError as GrammarError, parse } from '../../grammar/connection-string.peggy'
import { refusedProperty } from './refuse.ts'

/** Key and value pairs in the order written. */
export type Pairs = readonly (readonly [key: string, value: unknown])[]

/** @throws ZohoSqlError HY024 if the text is no ODBC connection string */
export function readConnectionString(text: string): Pairs {
  try {
    return (parse(text) as { key: string; value: string }[]).map(({ key, value }) => [key, value])
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error
    // The text itself may hold secrets: only the place is told.
    throw refusedProperty(
      `The connection string cannot be read at character ${error.location.start.offset + 1}: ${complaint(error)}.`,
      'The form is Key=Value;Key={va;l}}ue}.',
    )
  }
}

const complaint = (error: GrammarError): string =>
  error.expected ? 'the text there is not expected' : error.message.replace(/\.$/, '')
