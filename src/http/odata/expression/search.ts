import { category } from '../../../base/types.ts'
import type { Search } from '../tree.ts'
import type { ODataScope } from './scope.ts'
import { quoted, type StatementParts } from './statement.ts'

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** A word is found where a column of text holds it, in whatever case. */
export function searchCondition(search: Search, scope: ODataScope, making: StatementParts): string {
  if (search.kind === 'not') return `(${searchCondition(search.of, scope, making)}) IS NOT TRUE`
  if (search.kind !== 'text') {
    const sides = [search.left, search.right].map((each) => searchCondition(each, scope, making))
    return `(${sides.join(search.kind === 'and' ? ' AND ' : ' OR ')})`
  }
  const pattern = making.bind(`%${escaped(search.text)}%`, 'text')
  const columns = scope.computed
    ? scope.computed.filter(({ type }) => category({ name: type }) === 'text').map(({ sql }) => sql)
    : scope.entity.table.columns
        .filter(({ type }) => category(type) === 'text')
        .map(({ name }) => `${scope.at}.${quoted(name)}`)
  return `(${columns.map((column) => `${column} ILIKE ${pattern}`).join(' OR ') || 'FALSE'})`
}
