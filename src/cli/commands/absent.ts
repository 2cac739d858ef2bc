import { usageError } from '../usage.ts'

/** Sub-commands that have a name already and nothing behind it. */

const absent = (name: string, hint: string) => async (): Promise<never> => {
  throw usageError(`zohosql ${name} is not in this version.`, hint)
}

export const login = absent(
  'login',
  'Make a self client in Zoho’s API console and give its id, secret and refresh token in the connection string; the README says how.',
)
