/** Custom views: each module has the one over all of its records. */
import { hashText } from '../hash.ts'
import { deskId } from './ids.ts'

export const viewId = (module: string): string => deskId('views', hashText(module) % 100_000)
