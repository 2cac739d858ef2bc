/** Ids are numbers of up to 19 digits, kept as text: the longer one is the greater. */
export const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
