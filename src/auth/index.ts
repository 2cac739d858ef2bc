/**
 * Who we are to Zoho, and the way there: {@link createClient} makes of a configuration the one function through which
 * services ask.
 *
 * `oauth.ts` talks to the accounts server, `token-source.ts` decides which token is used and when a new one is made,
 * `token-store.ts` and `file-store.ts` share tokens between connections and processes, `authorize.ts` is the concern
 * that puts the token on requests, `client.ts` puts all concerns together; `sign-in.ts` and `redirect.ts` get a refresh
 * token from a person in the first place. What is asked of Zoho, and what its answers
 * mean, is the services' affair.
 */
export { type ApiRequest, createClient, type ZohoClient } from './client.ts'
export { dataDirectory } from './paths.ts'
export { awaitRedirect, redirectPort } from './redirect.ts'
export { openSignIn, type SignIn, type SignInCode } from './sign-in.ts'
