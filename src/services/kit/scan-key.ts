import type { Column } from '../../source/index.ts'

/**
 * What a request asks, for `Scan.key`: columns by their names and types, since what is known of them may be read anew.
 *
 * @param hints members that say how to read well, and change no row
 */
export const keyOfRequest = (request: object, hints: ReadonlySet<string>): string =>
  JSON.stringify(request, (name, value: unknown) => {
    if (hints.has(name)) return undefined
    return isColumn(value) ? [value.name, value.type] : value
  })

const isColumn = (value: unknown): value is Column =>
  typeof value === 'object' && value !== null && 'fieldType' in value && 'type' in value
