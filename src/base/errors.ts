/**
 * Every error this package throws, in one table: its stable kind, its SQLSTATE and what to do about it.
 * Help, documentation and tests read the same table.
 */

interface ErrorKind {
  /** The five characters that ODBC and PostgreSQL clients branch on. */
  readonly sqlState: string
  /** When it is raised, for the documentation. */
  readonly when: string
  /** What to do, if the place that raises it has nothing better to say. */
  readonly hint?: string
  /** What ODBC calls it, where that is another state than PostgreSQL's. */
  readonly odbcState?: string
}

const kind = (sqlState: string, when: string, hint?: string): ErrorKind => ({ sqlState, when, hint })

export const errorKinds = {
  UNKNOWN_PROPERTY: kind('01S00', 'a connection property has no such name'),
  INVALID_PROPERTY: kind('HY024', 'a connection property has a value that is not allowed'),
  MISSING_PROPERTY: kind('HY024', 'a connection property that is needed was not given'),
  UNKNOWN_DSN: kind('IM002', 'the DSN file has no such section'),
  UNKNOWN_PROFILE: kind('IM002', 'no profile has that name', 'zohosql profiles lists them, zohosql login makes one.'),
  CONNECTION_FAILED: kind('08001', 'the host could not be reached', 'Check the endpoint, the network and the proxy.'),
  CERTIFICATE_REFUSED: kind('08001', "the server's certificate was refused"),
  CONNECTION_LOST: kind('08S01', 'the connection broke during an exchange and retries were used up'),
  CONNECTION_CLOSED: kind('08003', 'the connection, statement or cursor is closed'),
  AUTHENTICATION_FAILED: kind('28000', 'Zoho refused the credentials'),
  SCOPE_MISSING: kind('42501', 'the token lacks a scope'),
  PERMISSION_DENIED: kind('42501', "the user's profile does not allow it"),
  TOO_MANY_REQUESTS: kind('53400', 'Zoho keeps answering 429: the concurrency or the day’s credits are used up'),
  CREDIT_LIMIT: kind('53400', 'a statement would cost more than maxCredits'),
  RESULT_LIMIT: kind('54000', 'a limit of Zoho makes the complete answer impossible by this road'),
  RESULT_SIZE: kind(
    '54000',
    'a result is larger than the gateway’s limit for one statement',
    'Ask for less by conditions, LIMIT or fewer columns; or raise --max-rows or --max-megabytes of zohosql serve.',
  ),
  SYNTAX_ERROR: kind('42601', 'the SQL text could not be parsed'),
  NOT_SUPPORTED: kind('0A000', 'valid SQL that this version does not run'),
  UNDEFINED_TABLE: kind('42P01', 'no such table'),
  UNDEFINED_COLUMN: kind('42703', 'no such column'),
  UNDEFINED_FUNCTION: kind('42883', 'no such function or operator for these types'),
  UNDEFINED_SCHEMA: kind('3F000', 'no such schema'),
  UNDEFINED_TYPE: kind('42704', 'no such type or setting'),
  UNDEFINED_WINDOW: kind('42704', 'no window of the query has that name'),
  AMBIGUOUS_COLUMN: kind('42702', 'a column name fits more than one table'),
  AMBIGUOUS_ALIAS: kind('42712', 'two tables of one FROM have the same name'),
  AMBIGUOUS_TABLE: kind('42P09', 'a name fits more than one table'),
  AMBIGUOUS_FUNCTION: kind('42725', 'a call fits more than one function'),
  DUPLICATE_TABLE: kind('42P07', 'a table or view of that name exists'),
  DUPLICATE_COLUMN: kind('42701', 'a column appears twice where it may appear once'),
  GROUPING_ERROR: kind('42803', 'a column is neither grouped nor aggregated, or an aggregate stands where none may'),
  WINDOW_ERROR: kind('42P20', 'a window function stands where none may'),
  TYPE_MISMATCH: kind('42804', 'types do not fit each other'),
  CANNOT_CAST: kind('42846', 'there is no cast between two types'),
  WRONG_OBJECT_TYPE: kind('42809', 'a function is called as another kind of function'),
  INVALID_RECURSION: kind('42P19', 'a recursive query has not the form it needs'),
  INVALID_COLUMN_REFERENCE: kind('42P10', 'an ORDER BY, DISTINCT ON or USING names what is not there'),
  INDETERMINATE_TYPE: kind('42P18', 'the type of a parameter cannot be told'),
  UNDEFINED_PARAMETER: kind('42P02', 'a parameter has no value'),
  PARAMETER_COUNT: kind('07001', 'the number of values differs from the number of parameters'),
  INVALID_TEXT: kind('22P02', 'a text is no value of the type'),
  UNTRANSLATABLE: kind('22P05', 'a character that PostgreSQL’s text cannot hold'),
  OUT_OF_RANGE: kind('22003', 'a number is out of its type’s range'),
  INVALID_DATETIME: kind('22007', 'a text is no date or time'),
  DATETIME_OVERFLOW: kind('22008', 'a date or time field is out of range'),
  INVALID_ZONE: kind('22009', 'an offset from UTC is out of range'),
  INTERVAL_FIELD_OVERFLOW: kind('22015', 'a field of an interval is out of range'),
  DIVISION_BY_ZERO: kind('22012', 'division by zero'),
  INVALID_BYTES: kind('22021', 'bytes that are no text'),
  INVALID_ESCAPE: kind('22025', 'a LIKE pattern ends in its escape character'),
  INVALID_ESCAPE_USE: kind('2200C', 'a SIMILAR pattern uses its escape character wrongly'),
  NEGATIVE_LENGTH: kind('22011', 'the length of a substring is negative'),
  INVALID_REGEXP: kind('2201B', 'a regular expression is not valid'),
  INVALID_LOGARITHM: kind('2201E', 'a logarithm of zero or of a negative number'),
  INVALID_POWER: kind('2201F', 'a root or power that has no real value'),
  INVALID_WIDTH_BUCKET: kind('2201G', 'width_bucket has no such buckets'),
  ARRAY_FORM: kind('22000', 'an array has more than one dimension where it may not'),
  ARRAY_SUBSCRIPT: kind('2202E', 'an array has not the dimensions that are needed'),
  NULL_NOT_ALLOWED: kind('22004', 'a NULL where a value is needed'),
  INVALID_NTILE: kind('22014', 'the argument of ntile is not positive'),
  INVALID_NTH_VALUE: kind('22016', 'the argument of nth_value is not positive'),
  INVALID_ARGUMENT: kind('22023', 'a function’s argument has a value it does not take'),
  INVALID_LIMIT: kind('2201W', 'LIMIT is negative'),
  INVALID_OFFSET: kind('2201X', 'OFFSET is negative'),
  INVALID_FRAME_OFFSET: kind('22013', 'the offset of a window frame is negative or NULL'),
  STRING_TOO_LONG: kind('22001', 'a text is longer than its type allows'),
  CARDINALITY: kind('21000', 'a subquery used as a value gave more than one row'),
  READ_ONLY: kind('25006', 'a write where only reads are allowed', 'Set readOnly=false to write.'),
  GENERATED_COLUMN: kind('428C9', 'a column that Zoho itself fills is given a value', 'Leave the column out.'),
  NOT_NULL: kind('23502', 'a mandatory column has no value'),
  FOREIGN_KEY: kind('23503', 'a value refers to a record or user that is not there'),
  LOOKUP_NOT_FOUND: kind('23503', 'no record has the name that a lookup is given'),
  LOOKUP_AMBIGUOUS: kind('21000', 'several records have the name that a lookup is given', 'Give the id instead.'),
  UNIQUE_VIOLATION: kind('23505', 'a value that must be unique is there already'),
  CHECK_VIOLATION: kind('23514', 'a value is none of its picklist', 'unknownPicklistValues=send lets Zoho decide.'),
  RECORD_IN_USE: kind('55006', 'a record is locked, or in a blueprint or an approval'),
  UNFILTERED_WRITE: kind(
    '54000',
    'an UPDATE or DELETE of all rows of a table',
    'Add WHERE with a condition on a column, or set allowUnfilteredWrites=true.',
  ),
  WRITE_LIMIT: kind('54000', 'a statement would write more rows than maxWriteRows'),
  ROWS_REJECTED: kind('HV000', 'Zoho refused rows of a statement; the SQLSTATE is that of the first refusal'),
  WRITE_UNKNOWN: kind('08007', 'an answer was lost, and reading could not tell what was written'),
  REMOTE_REFUSED: kind('HV000', 'Zoho refused a request for a reason of its own'),
  REMOTE_ANSWER: kind('HV000', 'Zoho’s answer was not what its documentation promises'),
  CANCELLED: { ...kind('57014', 'the statement was cancelled'), odbcState: 'HY008' },
  TIMEOUT: kind('HYT00', 'a time limit passed'),
  INVALID_STATE: kind('HY010', 'a call that the object’s state does not allow'),
  RESOURCE_LIMIT: kind('53000', 'a limit of this process was reached'),
  PIPELINE_INVALID: kind('F0000', 'a pipeline, dataset or linked service is not one that can be run here'),
  PIPELINE_FAILED: kind('P0001', 'an activity of a pipeline failed'),
  EXPRESSION_FAILED: kind('22023', 'an expression of a pipeline has no value'),
  DATABASE_FAILED: kind('HV000', 'a database that rows are written to refused something'),
  FILE: kind('58030', 'a file could not be read or written'),
  PROTOCOL_VIOLATION: kind('08P01', 'a client of the gateway does not speak the protocol'),
  INVALID_PASSWORD: kind('28P01', 'a client of the gateway has no such user or password'),
  INVALID_AUTHORIZATION: kind('28000', 'a client of the gateway may not come in this way'),
  UNDEFINED_DATABASE: kind('3D000', 'a client of the gateway names another database'),
  TOO_MANY_CONNECTIONS: kind('53300', 'the gateway has as many sessions as it may have'),
  SHUTDOWN: kind('57P01', 'the gateway ends'),
  IDLE_TIMEOUT: kind('57P05', 'a session of the gateway was idle for too long'),
  FAILED_TRANSACTION: kind('25P02', 'a statement in a transaction that failed', 'Send ROLLBACK.'),
  TRANSACTION_WRITE: kind(
    '25001',
    'a write between BEGIN and COMMIT, which could not be taken back',
    'Use autocommit; or set transactions=immediate: then it is done at once, and ROLLBACK fails.',
  ),
  NO_TRANSACTION: kind('25P01', 'a statement that needs a transaction'),
  UNDEFINED_SAVEPOINT: kind('3B001', 'no such savepoint'),
  UNDEFINED_CURSOR: kind('34000', 'no such cursor or portal'),
  DUPLICATE_CURSOR: kind('42P03', 'a cursor or portal of that name is open'),
  UNDEFINED_STATEMENT: kind('26000', 'no such prepared statement'),
  DUPLICATE_STATEMENT: kind('42P05', 'a prepared statement of that name exists'),
  UNDEFINED_SETTING: kind('42704', 'no such setting of a session'),
  BAD_COPY: kind('22P04', 'data that COPY cannot read'),
  INVALID_BINARY: kind('22P03', 'bytes that are no value of their type'),
  BAD_REQUEST: kind('HY000', 'a request to the web door is not as it should be'),
  UNAUTHORIZED: kind('28000', 'a request to the web door brings no token, or a wrong one'),
  FORBIDDEN: kind('42501', 'a token of the web door does not allow it'),
  NOT_FOUND: kind('02000', 'the web door has no such path, or a table no such row'),
  METHOD_NOT_ALLOWED: kind('HY000', 'a path of the web door does not take the method'),
  TOO_LARGE: kind('54000', 'the body of a request is larger than the web door takes'),
  WRONG_MEDIA_TYPE: kind('HY000', 'the web door does not read or write the form of a body that is asked for'),
  FOREIGN_HOST: kind('28000', 'a request reaches the web door under a name that is not its own'),
  TOKEN_INVALIDATED: kind('28000', 'Zoho has called a refresh token invalid: somebody has to sign in again'),
  USAGE: kind('HY000', 'the command line is not used as it should be'),
  INTERNAL: kind('XX000', 'a mistake of this package', 'Please report it with the statement and the plan.'),
} as const satisfies Record<string, ErrorKind>

/** The stable kind of an error: the key of {@link errorKinds}. */
export type ErrorCode = keyof typeof errorKinds

/**
 * What became of one row.
 *
 * - `written`: the remote system has it as it was sent
 * - `rejected`: it does not, and said why
 * - `unknown`: the answer was lost and reading could not tell
 * - `notSent`: nothing of it was ever sent
 */
export interface Outcome {
  readonly index: number
  readonly outcome: 'written' | 'rejected' | 'unknown' | 'notSent'
  /** Of the record written, or of the one that stands in the way. */
  readonly id: string | null
  /** The remote system's own word, such as `DUPLICATE_DATA`; `SUCCESS` of what was written. */
  readonly code: string | null
  readonly message: string | null
  /** SQL name of the column that is to blame. */
  readonly column: string | null
  /** The kind of error a refusal is. */
  readonly error?: ErrorCode
  /** upsert: which of the two it was. */
  readonly done?: 'insert' | 'update'
  /** Refused only because another row of the same record was. */
  readonly withOthers?: true
}

export interface ErrorDetails {
  /** What to do about it. */
  readonly hint?: string
  /** Where in the SQL text: offset of a UTF-16 unit, from 0. */
  readonly position?: number
  /** What Zoho said, with secrets removed. */
  readonly detail?: string
  /** HTTP status of the answer that caused it. */
  readonly status?: number
  /** Zoho's own error code, such as `INVALID_QUERY`. */
  readonly zohoCode?: string
  /** Of a statement that wrote: what became of each of its rows. */
  readonly outcomes?: readonly Outcome[]
  /** Where the kind of error has none of its own. */
  readonly sqlState?: string
  readonly cause?: unknown
}

/**
 * The only error class that leaves this package.
 *
 * Nothing in it is secret: whoever builds a message from foreign text runs it through `redact` (secret.ts) first.
 */
export class ZohoSqlError extends Error {
  override readonly name = 'ZohoSqlError'
  /** Five-character SQLSTATE. */
  readonly sqlState: string
  /** Stable kind; see {@link errorKinds}. */
  readonly code: ErrorCode
  readonly hint: string | undefined
  /** Offset in the SQL text, from 0, or undefined. */
  readonly position: number | undefined
  readonly detail: string | undefined
  readonly status: number | undefined
  readonly zohoCode: string | undefined
  /** Of a statement that wrote: what became of each of its rows. */
  readonly outcomes: readonly Outcome[] | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    const known: ErrorKind = errorKinds[code]
    this.code = code
    this.sqlState = details.sqlState ?? known.sqlState
    this.hint = details.hint ?? known.hint
    this.position = details.position
    this.detail = details.detail
    this.status = details.status
    this.zohoCode = details.zohoCode
    this.outcomes = details.outcomes
  }

  /** The shape npm `odbc` gives its errors. */
  get odbcErrors(): { state: string; code: number; message: string }[] {
    const { odbcState }: ErrorKind = errorKinds[this.code]
    return [{ state: odbcState ?? this.sqlState, code: 0, message: this.message }]
  }
}

/** True for errors of this package, also across two copies of it. */
export const isZohoSqlError = (error: unknown): error is ZohoSqlError =>
  error instanceof ZohoSqlError || (error instanceof Error && error.name === 'ZohoSqlError' && 'sqlState' in error)

/** What PostgreSQL calls `statement_too_complex`: expressions, queries or lists within one another without end. */
export const nestedTooDeeply = (details: ErrorDetails = {}): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', 'the statement is nested too deeply', { sqlState: '54001', ...details })

/** True for what JavaScript throws where the call stack ends. */
export const isStackEnd = (error: unknown): error is RangeError =>
  error instanceof RangeError && /call stack/i.test(error.message)

/** For branches that a closed union makes unreachable. */
export function unreachable(value: never): never {
  throw new ZohoSqlError('INTERNAL', `unreachable: ${JSON.stringify(value)}`)
}
