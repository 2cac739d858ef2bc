/** A path of a relation, as a key. */
export const pathKey = (relation: number, path: readonly string[]): string => `${relation}:${path.join('.')}`
