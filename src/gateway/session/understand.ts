import { setTimeout } from 'node:timers/promises'
import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { readOnlyTransaction } from '../../driver/inner.ts'
import {
  changeSetting,
  type Direction,
  readCommand,
  resetSetting,
  type SessionCommand,
  showSetting,
} from '../../session/index.ts'
import { copyOut } from './copy.ts'
import { copyIn } from './copy-in.ts'
import { driverStatement, keptRows, texts } from './driver-statement.ts'
import { explainStatement } from './explain.ts'
import { Portal } from './portals.ts'
import {
  action,
  actionSource,
  type Executable,
  noBinding,
  type StatementSource,
  textColumn,
  textRows,
} from './source.ts'
import type { GatewayState } from './state.ts'

/** Statements to what can be described and run. Parsing and binding happen here; nothing is done yet. */

type Understand<K extends SessionCommand['kind']> = (
  command: Extract<SessionCommand, { kind: K }>,
  state: GatewayState,
  types: readonly number[],
) => Executable | Promise<Executable>

/**
 * @param types object ids of the parameters' types; 0 or absent where the client leaves them open
 * @throws {ZohoSqlError} whatever is wrong with the statement
 */
export async function understand(sql: string, state: GatewayState, types: readonly number[] = []): Promise<Executable> {
  const command = readCommand(sql)
  if (!survivesFailure.has(command.kind)) state.transaction.refuseFailed()
  const make = table[command.kind] as Understand<SessionCommand['kind']>
  return make(command as never, state, types)
}

/** What may be said in a failed transaction. */
const survivesFailure: ReadonlySet<SessionCommand['kind']> = new Set(['commit', 'rollback', 'rollback-to'])

const table: { readonly [K in SessionCommand['kind']]: Understand<K> } = {
  query: ({ sql }, state, types) => query(sql, state, types),
  explain: (command, state, types) => explain(command, state, types),
  nothing: ({ tag }) => action(async () => tag),
  change: ({ verb, sql }, state, types) => {
    refuseReading(verb, state)
    return state.temporary.seen(sql, (expanded) => driverStatement(state.driver(), expanded, types))
  },
  begin: ({ tag, readOnly }, state) =>
    action(async () => {
      if (!state.transaction.begin(state.backend.db.newBlock(), readOnly))
        state.warn('25001', 'there is already a transaction in progress')
      return tag
    }),
  commit: ({ chain }, state) => action(() => endTransaction('commit', chain, state)),
  rollback: ({ chain }, state) => action(() => endTransaction('rollback', chain, state)),
  savepoint: ({ name }, { transaction }) => acting(() => transaction.savepoint(name), 'SAVEPOINT'),
  release: ({ name }, { transaction }) => acting(() => transaction.release(name), 'RELEASE'),
  'rollback-to': ({ name }, { transaction }) => acting(() => transaction.rollbackTo(name), 'ROLLBACK'),
  set: (command, { settings, transaction }) =>
    action(async () => {
      return changeSetting(command, settings, transaction.status)
    }),
  show: ({ name }, state) => show(name, state),
  reset: ({ name }, { settings }) => acting(() => resetSetting(name, settings), 'RESET'),
  discard: ({ what }, state) => action(() => discard(what, state)),
  prepare: ({ name, types, sql }, state) =>
    action(async () => {
      const executable = await understand(sql, state, await typeOids(types, state))
      state.statements.set(name, { sql, executable })
      return 'PREPARE'
    }),
  execute: (command, state) => withValues(state.statements.get(command.name).executable, command, state),
  deallocate: ({ name }, state) =>
    action(async () => {
      if (name !== undefined) state.statements.get(name)
      if (name === undefined) state.statements.clear()
      else state.statements.delete(name)
      return name === undefined ? 'DEALLOCATE ALL' : 'DEALLOCATE'
    }),
  declare,
  fetch: (command, state) => fetch(command, state),
  move: ({ name, direction }, state) => action(() => move(name, direction, state)),
  close: ({ name }, state) =>
    action(async () => {
      if (name === undefined) await state.portals.closeAll(true)
      else {
        state.portals.get(name, 'cursor')
        await state.portals.close(name)
      }
      return name === undefined ? 'CLOSE CURSOR ALL' : 'CLOSE CURSOR'
    }),
  copy: async ({ sql, options }, state) => copyOut(await understand(sql, state), options),
  temporary: (command, state) => action(() => makeTemporary(command, state)),
  drop: ({ verb, name }, state) =>
    action(async () => {
      if (state.temporary.drop(name)) return verb
      refuseReading(verb, state)
      throw new ZohoSqlError('NOT_SUPPORTED', `${verb} is not supported`, {
        hint: 'Modules and fields are removed in Zoho’s settings; rows by DELETE FROM … WHERE id IS NOT NULL.',
      })
    }),
  'copy-in': ({ sql }, state) => {
    refuseReading('COPY FROM', state)
    return copyIn(sql, state)
  },
  refused: ({ verb, writes, sql }, state, types) => {
    if (writes) refuseReading(verb, state)
    // The driver says what does the same.
    if (writes) return driverStatement(state.driver(), sql, types)
    throw new ZohoSqlError('NOT_SUPPORTED', `${verb} is not supported`)
  },
}

function refuseReading(verb: string, { backend, settings }: GatewayState): void {
  if (!backend.readWrite || settings.readOnly) throw readOnlyTransaction(verb)
}

const acting = (act: () => void, tag: string): Executable =>
  action(async () => {
    act()
    return tag
  })

// ------------------------------------------------------------------------------------------------- queries

const refreshing = /^\s*select\s+zohosql_refresh\s*\(\s*\)\s*;?\s*$/i
const sleeping = /^\s*select\s+(?:pg_catalog\s*\.\s*)?pg_sleep\s*\(\s*(\d+\.?\d*|\.\d+)\s*\)\s*;?\s*$/i

async function query(sql: string, state: GatewayState, types: readonly number[]): Promise<Executable> {
  if (refreshing.test(sql)) return refresh(state)
  const [, seconds] = sleeping.exec(sql) ?? []
  if (seconds !== undefined) return sleep(Number(seconds) * 1000, state)
  return state.temporary.seen(sql, (expanded) => driverStatement(state.driver(), expanded, types))
}

async function makeTemporary(
  { what, name, replace, sql }: Extract<SessionCommand, { kind: 'temporary' }>,
  { temporary, driver }: GatewayState,
): Promise<string> {
  if (what === 'view') {
    // Described, so that a view which cannot be read is refused now.
    await temporary.seen(sql, (expanded) => driverStatement(driver(), expanded, []))
    temporary.addView({ name, sql }, replace)
    return 'CREATE VIEW'
  }
  const { columns, rows } = await temporary.seen(sql, (expanded) => keptRows(driver(), expanded))
  temporary.addTable({ name, columns, rows })
  return `SELECT ${rows.length}`
}

/** PostgreSQL's way to wait: a cancel ends it, and nobody else waits. */
const sleep = (ms: number, state: GatewayState): Executable =>
  textRows([{ ...textColumn('pg_sleep'), type: voidType, size: 4 }], 'SELECT 1', async () => {
    await setTimeout(Math.min(ms, longestMs), undefined, { signal: state.signal() })
    return [['']]
  })

const voidType = 2278
/** Of what timers can count. */
const longestMs = 2 ** 31 - 1

const refresh = (state: GatewayState): Executable =>
  textRows([textColumn('zohosql_refresh')], 'SELECT 1', async () => {
    await state.backend.db.refresh()
    return [['done']]
  })

async function explain(
  command: Extract<SessionCommand, { kind: 'explain' }>,
  state: GatewayState,
  types: readonly number[],
): Promise<Executable> {
  const { inner } = command
  const explained = readCommand(inner)
  if (explained.kind === 'execute') {
    const prepared = state.statements.get(explained.name).sql
    const whole = { ...command, inner: prepared }
    return withValues(await explain(whole, state, types), explained, state)
  }
  return explainStatement(command, state, types)
}

/** A prepared statement with what EXECUTE says between its parentheses. */
async function withValues(
  executable: Executable,
  { name, values }: Extract<SessionCommand, { kind: 'execute' }>,
  state: GatewayState,
): Promise<Executable> {
  const { parameterTypes } = executable
  if (parameterTypes.length !== values.length) {
    throw new ZohoSqlError('SYNTAX_ERROR', `wrong number of parameters for prepared statement "${name}"`, {
      detail: `Expected ${parameterTypes.length} parameters but got ${values.length}.`,
    })
  }
  const parameters = values.length === 0 ? [] : await evaluate(values, state)
  const bytes = parameters.map((value) => (value === null ? null : Buffer.from(value)))
  return {
    parameterTypes: [],
    columns: executable.columns,
    open: ({ resultFormats }) => executable.open({ ...noBinding, parameters: bytes, resultFormats }),
  }
}

/** Values of expressions as texts. */
function evaluate(expressions: readonly string[], state: GatewayState): Promise<(string | null)[]> {
  return texts(
    expressions.map((expression) => `(${expression})::text`),
    state.driver(),
  )
}

async function typeOids(names: readonly string[], state: GatewayState): Promise<number[]> {
  if (names.length === 0) return []
  const found = await texts(
    names.map((name) => `'${name.replaceAll("'", "''")}'::regtype::oid::text`),
    state.driver(),
  )
  return found.map(Number)
}

// ------------------------------------------------------------------------------------------------ settings

function show(name: string, state: GatewayState): Executable {
  const own = (one: string): string | undefined =>
    Object.hasOwn(ownSettings, one) ? ownSettings[one]!(state) : undefined
  const { columns, rows } = showSetting(name, state.settings, own)
  return textRows(columns.map(textColumn), 'SHOW', async () => rows)
}

const ownSettings: Readonly<Record<string, (state: GatewayState) => string>> = byName({
  TimeZone: (state) => state.zone().name,
  session_authorization: ({ settings: { user } }) => user,
  'zohosql.credits': (state) => String(state.spent.credits),
  'zohosql.calls': (state) => String(state.spent.calls),
  'zohosql.max_credits': (state) => state.settings.get('zohosql.max_credits') ?? '',
})

async function discard(what: string, state: GatewayState): Promise<string> {
  if (what === 'all') {
    if (state.transaction.status !== 'I') {
      throw new ZohoSqlError('INVALID_STATE', 'DISCARD ALL cannot run inside a transaction block')
    }
    await state.portals.closeAll(true)
    state.statements.clear()
    state.settings.reset()
    state.temporary.clear()
  }
  return `DISCARD ${what.toUpperCase()}`
}

// -------------------------------------------------------------------------------- transactions and cursors

async function endTransaction(wanted: 'commit' | 'rollback', chain: boolean, state: GatewayState): Promise<string> {
  let outcome: 'commit' | 'rollback' | undefined
  try {
    outcome = state.transaction.end(wanted)
  } catch (error) {
    await state.portals.closeAll(true)
    throw error
  }
  if (outcome === undefined) state.warn('25P01', 'there is no transaction in progress')
  await state.portals.closeAll(outcome === 'rollback')
  if (chain) state.transaction.begin(state.backend.db.newBlock())
  return (outcome ?? wanted).toUpperCase()
}

/** Its query may have parameters: they are bound with the DECLARE. */
async function declare(
  { name, binary, hold, scroll, sql }: Extract<SessionCommand, { kind: 'declare' }>,
  state: GatewayState,
  types: readonly number[],
): Promise<Executable> {
  const executable = await understand(sql, state, types)
  if (!executable.columns || executable.writes) {
    throw new ZohoSqlError('INVALID_STATE', 'DECLARE CURSOR needs a query')
  }
  return {
    parameterTypes: executable.parameterTypes,
    columns: undefined,
    open: (binding) =>
      actionSource(async () => {
        if (!hold) state.transaction.refuseOutside('DECLARE CURSOR')
        const cursor = { ...binding, resultFormats: [] }
        const portal = new Portal({ sql, executable }, cursor, { hold, binary, scroll, cursor: true })
        await state.portals.set(name, portal)
        return 'DECLARE CURSOR'
      }),
  }
}

function fetch({ name, direction }: Extract<SessionCommand, { kind: 'fetch' }>, state: GatewayState): Executable {
  const portal = state.portals.get(name, 'cursor')
  const { columns } = portal
  return { parameterTypes: [], columns, open: ({ resultFormats }) => fetching(portal, direction, resultFormats) }
}

/**
 * FETCH as a statement of its own: it takes its rows from the cursor, and ending it leaves the cursor open. It may be
 * read in portions only forward; other ways meet few rows, and are gone in one.
 */
function fetching(portal: Portal, direction: Direction, formats: readonly number[]): StatementSource {
  const cursor = portal.cursor(formats)
  let left = direction.way === 'forward' && direction.count > 0 ? direction.count : 0
  let begun = false
  return {
    columns: portal.columns,
    async pull(max, outlet) {
      const rows =
        left > 0 ? await cursor.pull(Math.min(max, left), outlet) : begun ? 0 : await cursor.go(direction, outlet)
      begun = true
      left -= Math.min(rows, left)
      return rows
    },
    tag: (rows) => `FETCH ${rows}`,
    close: async (reason) => (reason === undefined ? undefined : cursor.close(reason)),
  }
}

async function move(name: string, direction: Direction, state: GatewayState): Promise<string> {
  return `MOVE ${await state.portals.get(name, 'cursor').cursor([]).go(direction, undefined)}`
}
