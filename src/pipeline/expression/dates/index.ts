/** Times as .NET counts and writes them: ticks of 100 nanoseconds, standard and custom format strings of en-US. */
export { formatInstant } from './format.ts'
export { type Instant, instantOf, readInstant } from './instant.ts'
