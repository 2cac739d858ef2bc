import { coqlText, everything } from '../query.ts'
import type { GroupRequest } from './index.ts'

/** One page, always from the start: the order of groups at Zoho is arbitrary. */
export const groupText = (request: GroupRequest, limit: number): string =>
  coqlText({
    select: request.select,
    from: request.module,
    where: request.where ?? everything,
    groupBy: request.by.map((cell) => cell.key),
    limit,
  })
