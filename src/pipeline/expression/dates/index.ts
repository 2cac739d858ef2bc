/** Times as .NET counts and writes them: ticks of 100 nanoseconds, standard and custom format strings of en-US. */
import { formatInstant } from './format.ts'
import { readInstant } from './instant.ts'

export { formatInstant } from './format.ts'
export { type Instant, instantOf, readInstant } from './instant.ts'

/** A time's text in another form of .NET's. */
export const formatTime = (text: string, format: string): string => formatInstant(readInstant(text), format)
