/**
 * A table of things by name, where names may come from outside: an object without JavaScript's own members, so that
 * nobody finds a `constructor` in it.
 */
export const byName = <Value>(entries: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.freeze(Object.assign(Object.create(null) as Record<string, Value>, entries))

/** An object without JavaScript's own members, for values whose names come from outside, `__proto__` among them. */
export const bare = <Value>(): Record<string, Value> => Object.create(null)

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/** What an object read from JSON has under a name: undefined, and never a member that every object has. */
export const ownValue = <Value>(of: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  inherited.has(name) && !Object.hasOwn(of, name) ? undefined : of[name]
