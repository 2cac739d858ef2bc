/** JSON Schemas that several routes share. */

const error = {
  type: 'object',
  properties: {
    success: { const: false },
    error: {
      type: 'object',
      properties: {
        code: { type: 'string', description: 'the stable kind of the error' },
        sqlState: { type: 'string', description: 'five characters, as in SQL' },
        message: { type: 'string' },
        hint: { type: 'string', description: 'what to do' },
      },
      required: ['code', 'sqlState', 'message'],
    },
    token_invalidated: { type: 'boolean', description: 'somebody has to sign in to Zoho again' },
  },
  required: ['success', 'error'],
}

const meanings: Readonly<Record<number, string>> = {
  400: 'the request or its SQL is wrong',
  401: 'no token, a wrong one, or one of Zoho’s that was revoked',
  403: 'not allowed',
  404: 'no such table or row',
  422: 'a value is wrong, or a limit of rows or credits reached',
  429: 'too many requests; Retry-After says when again',
  501: 'SQL that is not supported',
  502: 'Zoho refused or could not be reached',
  504: 'it took too long',
}

export const errorAnswers = Object.fromEntries(
  Object.entries(meanings).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: error } } },
  ]),
)

export const parametersSchema = {
  description: 'values of ? and $1, in order; or an object of values for :name',
  oneOf: [
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
  ],
}

export const tableParameter = {
  type: 'object',
  properties: {
    table: { type: 'string', description: 'its name, with its schema if need be: Accounts, desk.tickets' },
  },
  required: ['table'],
}
