import type { Writer } from '../../source/index.ts'

/**
 * Ids that were written lately over the same account. A record that another statement made is none that a lost answer
 * may have made, though it may hold the same.
 */
const recent = new WeakMap<Writer, Set<string>>()
const idsMax = 50_000

export function rememberWritten(writer: Writer, id: string): void {
  const ids = recent.get(writer) ?? new Set()
  recent.set(writer, ids)
  if (ids.size >= idsMax) ids.delete(ids.values().next().value!)
  ids.add(id)
}

export const wasWritten = (writer: Writer, id: string): boolean => recent.get(writer)?.has(id) ?? false
