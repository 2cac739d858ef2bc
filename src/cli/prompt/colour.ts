import { isReserved } from '../../sql/keywords.ts'
import { lex, type Token } from '../../sql/lex.ts'
import type { StyledSpan } from './editor/layout.ts'

/** Colours of SQL while it is typed: parameters of SGR sequences, out of the eight that every theme has. */
const styles: Readonly<Partial<Record<Token['kind'], string>>> = {
  string: '32',
  quoted: '36',
  number: '35',
  comment: '90',
  parameter: '33',
}

const keywordStyle = '1;34'
const metaStyle = '33'
const openStyle = '32'

/** Words that mean something by themselves without being reserved. */
const further =
  /^(by|explain|analyze|over|partition|rows|range|filter|interval|between|exists|join|left|right|full|inner|outer|cross|like|ilike|is|coalesce|extract|nulls|first|last|within|values|recursive|natural|lateral)$/

/** The coloured pieces of a text. */
export function coloursOf(text: string): StyledSpan[] {
  const meta = text.search(/(^|\n)\s*\\/)
  const sql = meta < 0 ? text : text.slice(0, meta)
  const spans = lex(sql).flatMap((token): StyledSpan[] => {
    const style = styleOf(token)
    return style ? [{ start: token.start, end: token.end, style }] : []
  })
  return meta < 0 ? spans : [...spans, { start: meta, end: text.length, style: metaStyle }]
}

function styleOf({ kind, key, problem }: Token): string | undefined {
  if (kind === 'word') return isReserved(key) || further.test(key) ? keywordStyle : undefined
  return problem?.startsWith('unterminated') ? openStyle : styles[kind]
}
