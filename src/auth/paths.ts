import { statSync } from 'node:fs'
import { join } from 'node:path'
import { userFolders } from '../base/home.ts'

/** Where this user's tokens and remembered metadata are kept. */
export const dataDirectory = (): string => userFolders().data

/** The file that the property `tokenStore` means: the default one, the path given, or a file in the folder given. */
export function tokenFile(tokenStore: string): string {
  const path = tokenStore === 'file' ? dataDirectory() : tokenStore
  return tokenStore === 'file' || isDirectory(path) ? join(path, 'tokens.json') : path
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
