import { dirname, join } from 'node:path'
import { profileFile } from '../config/index.ts'

/** Where tokens of the web door are kept, unless `--http-tokens` says otherwise: next to the profiles. */
export const tokenPath = (env: Parameters<typeof profileFile>[0]): string =>
  join(dirname(profileFile(env)), 'http-tokens.json')
