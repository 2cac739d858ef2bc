/**
 * What was said about a connection, made into one checked, typed, frozen {@link Config}.
 *
 * `properties.ts` is the one table of connection properties; `resolve.ts` adds up the forms they come in (connection
 * string, object, Data Factory linked service, DSN, environment, profile); `profiles.ts` owns the file of profiles; `endpoints.ts` and `data-centers.ts` know Zoho's
 * hosts. Nothing here talks to a network, and nothing here knows how tokens are got: that is `net` and `auth`.
 */
export type { Credentials, RefreshCredentials } from './credentials.ts'
export {
  type DataCenterName,
  dataCenterNames,
  dataCenterOfAccountsHost,
  dataCenterOfApiHost,
  dataCenterOfDeskHost,
  dataCenters,
} from './data-centers.ts'
export { maySendSecrets, refuseClearText } from './endpoints.ts'
export type { RawConnectionInput } from './input.ts'
export {
  chooseProfile,
  isProfileName,
  knownProfiles,
  mayKeepProfiles,
  type Profile,
  profileFile,
  removeProfile,
  saveProfile,
} from './profiles.ts'
export {
  defaultText,
  findProperty,
  type Property,
  type PropertyValues,
  properties,
  propertyNames,
} from './properties.ts'
export {
  type Beginnings,
  type Config,
  emptyAccountVariable,
  impliedProfile,
  propertyTexts,
  type ResolveOptions,
  resolveBeginnings,
  resolveConfig,
  type ServerSurroundings,
} from './resolve.ts'
