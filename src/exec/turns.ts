import { setImmediate } from 'node:timers/promises'

/** Characters from which on reading a statement takes long enough for others to notice. */
const longText = 20_000

const isLong = (text: string): boolean => text.length > longText

/** Between two steps of a long statement others have their turn. */
export async function turn(text: string): Promise<void> {
  if (isLong(text)) await setImmediate()
}
