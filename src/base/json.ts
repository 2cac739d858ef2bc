/** JSON as it comes from elsewhere: nothing is known of it yet. */

/** An object of JSON: values by key. */
export type JsonObject = Readonly<Record<string, unknown>>

/** An object of JSON, which null and arrays are not. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
