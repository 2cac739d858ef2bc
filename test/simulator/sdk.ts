/** Zoho's official SDK, set up for a simulator. It is one for the whole process: one simulator in a test file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// The SDK has no types.
// @ts-expect-error
import * as Zoho from '@zohocrm/nodejs-sdk-8.0'
import { expect } from 'vitest'
import type { Simulator } from '../../src/simulator/index.ts'

export { Zoho }
// biome-ignore lint/suspicious/noExplicitAny: the SDK has no types
export type Any = any

/** Points the SDK to the simulator; gives what removes its files again. */
export async function useSdk(simulator: Simulator): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'zohosql-sdk-'))
  const { url, clientId, clientSecret, refreshToken } = simulator
  const environment = Zoho.DataCenter.setEnvironment(url, `${url}/oauth/v2/token`, url)
  const token = new Zoho.OAuthBuilder()
    .clientId(clientId)
    .clientSecret(clientSecret)
    .refreshToken(refreshToken)
    .findUser(false)
    .build()
  const tokens = join(directory, 'tokens.txt')
  await writeFile(tokens, '')
  const logger = new Zoho.LogBuilder().level(Zoho.Levels.OFF).filePath(join(directory, 'sdk.log')).build()
  const config = new Zoho.SDKConfigBuilder().autoRefreshFields(false).pickListValidation(false).build()
  const builder = await new Zoho.InitializeBuilder()
  builder.environment(environment).token(token).store(new Zoho.FileStore(tokens)).SDKConfig(config)
  await builder.resourcePath(directory).logger(logger).initialize()
  return () => rm(directory, { recursive: true, force: true })
}

/** The object in an answer, which must not be an error. */
export function objectOf(response: Any): Any {
  const object = response.getObject()
  expect(object?.constructor.name).not.toBe('APIException')
  return object
}
