/**
 * PostgreSQL's advanced regular expressions (section 9.7.3 of its manual), by its own method: automata in place of
 * backtracking, so that the longest (or shortest) match is found in time that grows with the text and not with the
 * number of ways to match it. Characters are code points. Only where an expression has groups are the parts of a match
 * made out, and only where it has back references may that take many tries.
 */
export { type Flags, parseFlags, plainFlags } from './flags.ts'
export { type Regex, type RegexMatch, regexOf } from './regex.ts'
export { Subject } from './subject.ts'
