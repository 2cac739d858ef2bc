/**
 * Who may come in: tokens and what each allows, where a request may come from, and slowing down who guesses.
 *
 * A door without tokens answers programs of its own machine alone; with tokens every request needs one, in
 * `Authorization: Bearer` or as the password of Basic, and stands for the token's profile.
 */
export { AccessControl, type Caller } from './access.ts'
export { type Grant, TokenFile } from './tokens.ts'
