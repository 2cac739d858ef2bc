/**
 * A table of things by name, where names may come from outside: an object without JavaScript's own members, so that
 * nobody finds a `constructor` in it.
 */
export const byName = <Value>(entries: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.freeze(Object.assign(Object.create(null) as Record<string, Value>, entries))
