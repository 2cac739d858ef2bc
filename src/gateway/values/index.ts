/**
 * SQL values as PostgreSQL's clients send and get them: object ids of types, text and binary forms.
 * Not here: which message carries them (wire), and what values mean to SQL (the driver).
 */
export { type EncodeColumn, encodeColumn } from './encode.ts'
export { columnHeader, oidOf, typeOfOid } from './oids.ts'
export { parameterText } from './parameters.ts'
