/** Lines of at most so many characters, broken between words. */
export const folded = (text: string, width: number): string[] =>
  text.match(new RegExp(`(?!\\s)(?:.{1,${width}}(?=\\s|$)|\\S{${width}})`, 'gu')) ?? [text]

/**
 * Two columns, the second folded to what is left of the screen; what does not fit the first stands on a line of its own.
 *
 * @param columns of the screen
 */
export function foldedList(rows: readonly (readonly [string, string])[], first: number, columns: number): string[] {
  const room = Math.max(20, columns - first - 3)
  return rows.flatMap(([name, text]) => {
    const fits = name.length < first
    const lines = folded(text, room).map((line, i) => `  ${(fits && i === 0 ? name : '').padEnd(first)}${line}`)
    return fits ? lines : [...folded(name, columns - 2).map((line) => `  ${line}`), ...lines]
  })
}
