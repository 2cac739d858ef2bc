/** Long lists in parts that one call takes. */

/** Parts of `size` elements; the last one may be shorter. */
export const batches = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

/**
 * Columns in lists of no more than `size`. Where it takes several, the marker goes with each: it tells whether a row
 * changed between them.
 */
export function columnBatches(columns: readonly string[], size: number, marker: string | undefined): string[][] {
  if (columns.length <= size) return [[...columns]]
  const others = columns.filter((column) => column !== marker)
  const markers = marker === undefined ? [] : [marker]
  return batches(others, size - markers.length).map((part) => [...part, ...markers])
}
