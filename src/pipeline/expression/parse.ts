import { SyntaxError as GrammarError, parse } from '../../../grammar/adf-expression.peggy'
import { ZohoSqlError } from '../../base/errors.ts'
import type { Template } from './tree.ts'

/**
 * Reads a text of a pipeline's JSON.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID an expression in it is none
 */
export function parseTemplate(text: string): Template {
  if (!text.includes('@')) return { text }
  try {
    return parse(text) as Template
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error
    const { offset } = error.location.start
    throw new ZohoSqlError('PIPELINE_INVALID', `The expression "${text}" is not valid at character ${offset + 1}.`, {
      hint: 'A text that begins with @ and is no expression is written with @@.',
      position: offset,
    })
  }
}
