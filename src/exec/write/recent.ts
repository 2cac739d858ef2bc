/**
 * Ids that this process has written lately. A record that another statement made is none that a lost answer may have
 * made, though it may hold the same.
 */
const recent = new Set<string>()
const idsMax = 50_000

export function rememberWritten(id: string): void {
  if (recent.size >= idsMax) recent.delete(recent.values().next().value!)
  recent.add(id)
}

export const wasWritten = (id: string): boolean => recent.has(id)
