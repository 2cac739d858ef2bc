import { isZohoSqlError, ZohoSqlError } from '../base/errors.ts'
import { dialectHint } from '../sql/index.ts'

/** Errors of a statement that is written for another database say how it is written here. @throws what `work` throws */
export async function hinted<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    const hint = dialectHint(sql, error.code, error.position)
    throw hint === undefined ? error : withHint(error, hint)
  }
}

function withHint(error: ZohoSqlError, hint: string): ZohoSqlError {
  const { code, message, position, detail, status, zohoCode, sqlState } = error
  return new ZohoSqlError(code, message, {
    hint,
    sqlState,
    cause: error,
    ...(position !== undefined && { position }),
    ...(detail !== undefined && { detail }),
    ...(status !== undefined && { status }),
    ...(zohoCode !== undefined && { zohoCode }),
  })
}
