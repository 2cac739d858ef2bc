/**
 * Names that each stand once, where a form of data needs that: further ones of a name get `_2`, `_3` …, so that no
 * value is lost.
 *
 * @param same how two names are told apart; default: exactly
 */
export function uniqueNames(names: readonly string[], same: (name: string) => string = (name) => name): string[] {
  const all = new Set(names.map(same))
  const taken = new Set<string>()
  return names.map((name) => {
    let unique = name
    for (let n = 2; taken.has(same(unique)) || (n > 2 && all.has(same(unique))); n++) unique = `${name}_${n}`
    taken.add(same(unique))
    return unique
  })
}
