import { type ErrorCode, ZohoSqlError } from '../../base/errors.ts'

/** Refuses the statement: what is wrong, and at which offset of its text. */
export function refuse(code: ErrorCode, message: string, position?: number, hint?: string): never {
  throw new ZohoSqlError(code, message, {
    ...(position === undefined ? {} : { position }),
    ...(hint === undefined ? {} : { hint }),
  })
}

/**
 * Thrown out of `bind` when it meets tables whose columns nobody has read yet. Not an error: whoever may wait reads
 * them and binds again.
 */
export class NeedTables {
  readonly paths: readonly (readonly string[])[]
  constructor(paths: readonly (readonly string[])[]) {
    this.paths = paths
  }
}

/** The same for the names of the catalogue's objects, which casts to regclass and the like look at. */
export class NeedNames {}

/** The hint that names what may have been meant; undefined when nothing is near. */
export const perhaps = (names: readonly string[], kind = ''): string | undefined =>
  names.length === 0 ? undefined : `Perhaps you meant ${kind}${names.map((name) => `"${name}"`).join(', ')}.`
