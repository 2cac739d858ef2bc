import type { Cell, FormatColumn, FormatRow } from '../../output/index.ts'
import type { JsonNode } from '../factory/index.ts'
import type { TextForm } from './text.ts'

export interface DelimitedSettings {
  readonly delimiter: string
  readonly lineEnd: string
  /** Empty: values are never quoted. */
  readonly quote: string
  readonly escaping: string
  readonly header: boolean
  readonly nullText: string
  readonly quoteAll: boolean
}

/** @throws {ZohoSqlError} PIPELINE_INVALID */
export function readDelimited(properties: JsonNode, quoteAll: boolean): DelimitedSettings {
  const text = (key: string, otherwise: string): string => {
    const node = properties.member(key)
    return node.isThere ? node.text() : otherwise
  }
  const quote = text('quoteChar', '"')
  const escaping = text('escapeChar', '\\')
  if (quote !== '' && escaping === '') {
    throw properties
      .member('escapeChar')
      .refusal('Without an escape character a quote inside a value could not be read.')
  }
  if (quoteAll && quote === '') throw properties.member('quoteChar').refusal('quoteAllText needs a quote character.')
  const header = properties.member('firstRowAsHeader')
  return {
    delimiter: text('columnDelimiter', ','),
    lineEnd: text('rowDelimiter', '\r\n'),
    quote,
    escaping,
    header: header.isThere && (header.value === true || header.value === 'true'),
    nullText: text('nullValue', ''),
    quoteAll,
  }
}

/** Values and lines as Data Factory's delimited text has them. */
export function delimitedText(settings: DelimitedSettings): TextForm {
  const { delimiter, lineEnd, header } = settings
  const field = fieldOf(settings)
  const line = (values: readonly Cell[]): string => `${values.map(field).join(delimiter)}${lineEnd}`
  return {
    begin: (columns: readonly FormatColumn[]) => (header ? line(columns.map(({ name }) => name)) : ''),
    rows: (rows: readonly FormatRow[]) => rows.map(line).join(''),
    end: () => '',
  }
}

function fieldOf({ delimiter, lineEnd, quote, escaping, nullText, quoteAll }: DelimitedSettings) {
  const telling = [delimiter, lineEnd, quote, '\n', '\r', ...(escaping === quote ? [] : [escaping])].filter(
    (sign) => sign !== '',
  )
  return (value: Cell): string => {
    if (value === null) return nullText
    const text = String(value)
    if (quote === '') return text
    // A text that would be read as NULL, or that holds what ends a value, stands in quotes.
    const isQuoted = quoteAll || text === nullText || telling.some((sign) => text.includes(sign))
    if (!isQuoted) return text
    const escaped = escaping === quote ? text : text.replaceAll(escaping, escaping + escaping)
    return `${quote}${escaped.replaceAll(quote, () => escaping + quote)}${quote}`
  }
}
