/** Takes a refusal into the knowledge. undefined: there is nothing to give up, the refusal is the answer. */
import type { Refusal } from '../kit/refusals.ts'
import type { DeskKnowledge } from './knowledge.ts'

export interface DeskSent {
  readonly module: string
  readonly road: 'list' | 'search'
  readonly query: Readonly<Record<string, string>>
}

/** Messages name the parameter that they are about: `Extra query parameter 'fields' is present in the input.` */
const named = ({ error }: Refusal, query: DeskSent['query']): string | undefined =>
  [...error.message.matchAll(/'(\w+)'/g)].map(([, name]) => name!).find((name) => name in query)

/** `The value passed for field 'limit' exceeds the range of '1-50'.` (facts 3.2) */
const limitTold = ({ error }: Refusal, asked: number): number => {
  const told = Number(/'\d+-(\d+)'/.exec(error.message)?.[1])
  return told > 0 && told < asked ? told : Math.floor(asked / 2)
}

/** @returns what is done without from now on, in words */
export function learn(
  refusal: Refusal,
  { module, road, query }: DeskSent,
  knowledge: DeskKnowledge,
): string | undefined {
  const known = knowledge.of(module)
  const name = named(refusal, query)
  if (name === 'limit' && road === 'list' && Number(query.limit) > 1) {
    known.listMax = limitTold(refusal, Number(query.limit))
    return `a list of ${module} has ${known.listMax} rows a page`
  }
  // An unknown name in `fields` is a fault of the server at one portal (facts 3.4).
  if ('fields' in query && (name === 'fields' || name === undefined) && refusal.code !== 'SCOPE_MISMATCH') {
    known.fieldsRefused = true
    return `lists of ${module} take no "fields"`
  }
  if (road === 'search' && refusal.code === 'SCOPE_MISMATCH') {
    knowledge.searchRefused = 'the token has no scope to search (Desk.search.READ)'
    return knowledge.searchRefused
  }
  if (name === 'sortBy' && !(road === 'search' && /createdTime/.test(query.sortBy!))) {
    known.sortsRefused.add(`${road} ${query.sortBy!.replace('-', '')}`)
    return `a ${road} of ${module} does not sort by ${query.sortBy}`
  }
  // Long searches are read by windows of time.
  if (road === 'search' && /^(created|modified)TimeRange$/.test(name ?? '')) {
    known.searchRefused = `a search of ${module} does not take ${name}`
    return known.searchRefused
  }
  if (name !== undefined && !/^(from|limit|sortBy)$/.test(name)) {
    known.paramsRefused.add(`${road}.${name}`)
    return `a ${road} of ${module} does not take ${name}=${query[name]}`
  }
  if (road === 'list') return undefined
  known.searchRefused = `a search of ${module} was refused (${refusal.code})`
  return known.searchRefused
}
