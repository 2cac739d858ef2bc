import { distance } from 'fastest-levenshtein'
import { ZohoSqlError } from '../base/errors.ts'
import { redact } from '../base/secret.ts'
import { isSecret, type PropertyName, properties, propertyNames } from './properties.ts'
import { normalName } from './property-types.ts'

/** Who said it, for messages: `connection property`, `environment variable ZOHOSQL_X`, `DSN name`. */
export type ValueOrigin = string

/** 01S00 with the nearest known names. */
export function unknownProperty(spelling: string, origin: ValueOrigin): ZohoSqlError {
  const hint = /^(uid|user|username|pwd|password)$/.test(normalName(spelling))
    ? 'Zoho knows no user and password: give accessToken, or clientId, clientSecret and refreshToken.'
    : `Did you mean ${nearestNames(spelling).join(', ')}?`
  return new ZohoSqlError('UNKNOWN_PROPERTY', `Unknown property "${redact(spelling)}" in the ${origin}.`, { hint })
}

function nearestNames(spelling: string): PropertyName[] {
  const wanted = normalName(spelling)
  const ranked = propertyNames
    .map((name) => ({ name, far: distance(wanted, normalName(name)) }))
    .sort((a, b) => a.far - b.far)
  const near = ranked.filter(({ far }) => far <= Math.max(2, wanted.length / 3))
  return (near.length > 0 ? near : ranked).slice(0, 3).map(({ name }) => name)
}

/** HY024 naming the property, the value (unless secret) and what is allowed. */
export function invalidValue(name: PropertyName, value: string, origin: ValueOrigin, hint?: string): ZohoSqlError {
  const shown = isSecret(name) ? '***' : `"${name === 'proxy' ? value.replace(/[^/@]*@/, '***@') : value}"`
  return new ZohoSqlError(
    'INVALID_PROPERTY',
    `${shown} is no value of property ${name} (in the ${origin}): allowed is ${properties[name].type.allowed}.`,
    { hint },
  )
}

/** HY024 for values that are well formed and yet refused. */
export const refusedProperty = (message: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_PROPERTY', message, { hint })

/** HY024 naming which properties to give. */
export const missingProperty = (message: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('MISSING_PROPERTY', message, { hint })

/** Data Factory and other tools export asterisks in place of a secret. */
export const maskedValue = (key: string): ZohoSqlError =>
  refusedProperty(
    `The value of ${key} is masked: nothing but asterisks stands there.`,
    'Exports of Data Factory hold no secrets: put in the real one, or a SecureString with it.',
  )
