import { ZohoSqlError } from '../../base/errors.ts'
import type { ReadWork } from './activity.ts'
import { needed, textIn } from './values.ts'

/** Fails, with a message and a code of the pipeline's own. */
export const readFail: ReadWork = ({ properties, reading }) => {
  const message = needed(properties.member('message'), reading)
  const code = needed(properties.member('errorCode'), reading)
  properties.done()
  return {
    input: (scope) => ({ message: textIn(message, scope), errorCode: textIn(code, scope) }),
    async run({ scope }) {
      throw new ZohoSqlError('PIPELINE_FAILED', textIn(message, scope), { zohoCode: textIn(code, scope) })
    },
  }
}
