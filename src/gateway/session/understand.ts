import { setTimeout } from 'node:timers/promises'
import { ZohoSqlError } from '../../base/errors.ts'
import { type CatalogueAnswer, reportedVersion } from '../catalogue/index.ts'
import { catalogueStatement } from './catalogue-statement.ts'
import { type Command, readCommand } from './commands.ts'
import { copyOut } from './copy.ts'
import type { Direction } from './cursor.ts'
import { explainZoho } from './explain.ts'
import { Portal } from './portals.ts'
import { changeSetting, changesSettings, refuseIdentity, type SettingsRun, settingsUnit, takeSettings } from './set.ts'
import { action, actionSource, type Executable, noBinding, type Source, textColumn, textRows } from './source.ts'
import type { State } from './state.ts'
import { zohoStatement } from './zoho-statement.ts'

/** Statements to what can be described and run. Parsing and binding happen here; nothing is done yet. */

type Understand<K extends Command['kind']> = (
  command: Extract<Command, { kind: K }>,
  state: State,
  types: readonly number[],
) => Executable | Promise<Executable>

/**
 * @param types object ids of the parameters' types; 0 or absent where the client leaves them open
 * @throws {ZohoSqlError} whatever is wrong with the statement
 */
export async function understand(sql: string, state: State, types: readonly number[] = []): Promise<Executable> {
  const command = readCommand(sql)
  if (!survivesFailure.has(command.kind)) state.transaction.refuseFailed()
  const make = table[command.kind] as Understand<Command['kind']>
  return make(command as never, state, types)
}

/** What may be said in a failed transaction. */
const survivesFailure: ReadonlySet<Command['kind']> = new Set(['commit', 'rollback', 'rollback-to'])

const table: { readonly [K in Command['kind']]: Understand<K> } = {
  query: ({ sql }, state, types) => query(sql, state, types),
  explain: (command, state, types) => explain(command, state, types),
  nothing: ({ tag }) => action(async () => tag),
  begin: ({ tag }, state) =>
    action(async () => {
      if (!state.transaction.begin()) state.warn('25001', 'there is already a transaction in progress')
      return tag
    }),
  commit: ({ chain }, state) => action(() => endTransaction('commit', chain, state)),
  rollback: ({ chain }, state) => action(() => endTransaction('rollback', chain, state)),
  savepoint: ({ name }, { transaction }) => acting(() => transaction.savepoint(name), 'SAVEPOINT'),
  release: ({ name }, { transaction }) => acting(() => transaction.release(name), 'RELEASE'),
  'rollback-to': ({ name }, { transaction }) => acting(() => transaction.rollbackTo(name), 'ROLLBACK'),
  set: (command, state) => action(() => changeSetting(command, settingsRun(state))),
  show: ({ name, sql }, state) => show(name, sql, state),
  reset: ({ name }, state) => action(() => reset(name, state)),
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
  refused: ({ verb, writes }) => {
    if (writes) throw new ZohoSqlError('READ_ONLY', `cannot execute ${verb} in a read-only transaction`)
    throw new ZohoSqlError('NOT_SUPPORTED', `${verb} is not supported`)
  },
}

const acting = (act: () => void, tag: string): Executable =>
  action(async () => {
    act()
    return tag
  })

// ------------------------------------------------------------------------------------------------- queries

const refreshing = /\bzohosql_refresh\s*\(\s*\)/i
const aboutActivity = /\bpg_stat_activity\b/i
const aboutSpent = /\bzohosql\.(calls|credits)\b/i
const sleeping = /^\s*select\s+(?:pg_catalog\s*\.\s*)?pg_sleep\s*\(\s*(\d+\.?\d*|\.\d+)\s*\)\s*;?\s*$/i

async function query(sql: string, state: State, types: readonly number[]): Promise<Executable> {
  if (readsZoho(sql, state)) return zohoStatement(state.zoho(), sql, types)
  if (refreshing.test(sql)) return refresh(state)
  refuseIdentity(sql)
  const [, seconds] = sleeping.exec(sql) ?? []
  if (seconds !== undefined) return sleep(Number(seconds) * 1000, state)
  const run = {
    catalogue: state.backend.catalogue,
    session: () => state.settings.session(more(sql, state)),
    afterwards: changesSettings(sql)
      ? { unit: settingsUnit, take: (answer: CatalogueAnswer) => takeSettings(answer, state.settings) }
      : undefined,
  }
  return catalogueStatement(run, sql, types)
}

/** @throws {ZohoSqlError} 0A000 for a statement that reads the catalogues too */
function readsZoho(sql: string, { backend }: State): boolean {
  const { zoho, catalogue } = backend.tables().read(sql)
  if (!zoho || catalogue === undefined) return zoho
  const message = `a statement reads Zoho's tables or PostgreSQL's catalogues, not both: "${catalogue}" is a catalogue`
  throw new ZohoSqlError('NOT_SUPPORTED', message, { hint: 'Ask for it in a statement of its own.' })
}

/** What a statement may ask of the session that the catalogue is only told where it is asked. */
function more(sql: string, { backend, spent }: State): ReadonlyMap<string, string> {
  const told = new Map<string, string>()
  if (aboutActivity.test(sql)) told.set('zohosql.activity', backend.activity())
  if (aboutSpent.test(sql)) {
    told.set('zohosql.calls', String(spent.calls))
    told.set('zohosql.credits', String(spent.credits))
  }
  return told
}

/** PostgreSQL's way to wait. In the catalogue it would hold up everybody; here a cancel ends it too. */
const sleep = (ms: number, state: State): Executable =>
  textRows([{ ...textColumn('pg_sleep'), type: voidType, size: 4 }], 'SELECT 1', async () => {
    await setTimeout(Math.min(ms, longestMs), undefined, { signal: state.signal() })
    return [['']]
  })

const voidType = 2278
/** Of what timers can count. */
const longestMs = 2 ** 31 - 1

const refresh = (state: State): Executable =>
  textRows([textColumn('zohosql_refresh')], 'SELECT 1', async () => {
    await state.backend.db.refresh()
    await state.backend.catalogue.refresh()
    return [['done']]
  })

const settingsRun = (state: State): SettingsRun => ({ settings: state.settings, catalogue: state.backend.catalogue })

async function explain(
  command: Extract<Command, { kind: 'explain' }>,
  state: State,
  types: readonly number[],
): Promise<Executable> {
  const { inner, sql } = command
  const explained = readCommand(inner)
  if (explained.kind === 'execute') {
    const prepared = state.statements.get(explained.name).sql
    const whole = { ...command, inner: prepared, sql: sql.slice(0, sql.length - inner.length) + prepared }
    return withValues(await explain(whole, state, types), explained, state)
  }
  return readsZoho(inner, state) ? explainZoho(command, state, types) : query(sql, state, types)
}

/** A prepared statement with what EXECUTE says between its parentheses. */
async function withValues(
  executable: Executable,
  { name, values }: Extract<Command, { kind: 'execute' }>,
  state: State,
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
async function evaluate(expressions: readonly string[], { backend, settings }: State): Promise<(string | null)[]> {
  const list = expressions.map((expression) => `(${expression})::text`).join(', ')
  const [row = []] = await backend.catalogue.texts(settings.session(), `SELECT ${list}`)
  return row
}

async function typeOids(names: readonly string[], { backend, settings }: State): Promise<number[]> {
  if (names.length === 0) return []
  const sql = 'SELECT t::regtype::oid FROM unnest($1::text::text[]) WITH ORDINALITY AS n(t, i) ORDER BY i'
  const array = `{${names.map((name) => JSON.stringify(name)).join(',')}}`
  return (await backend.catalogue.texts(settings.session(), sql, [array])).map(([oid]) => Number(oid))
}

// ------------------------------------------------------------------------------------------------ settings

async function show(name: string, sql: string, state: State): Promise<Executable> {
  const own = ownSettings[name.toLowerCase()]
  if (own) return textRows([textColumn(name)], 'SHOW', async () => [[own(state)]])
  const { catalogue } = state.backend
  return catalogueStatement({ catalogue, session: () => state.settings.session() }, sql, [])
}

const ownSettings: Readonly<Record<string, (state: State) => string>> = {
  server_version: () => reportedVersion,
  server_version_num: () => '140018',
  'zohosql.credits': (state) => String(state.spent.credits),
  'zohosql.calls': (state) => String(state.spent.calls),
  'zohosql.max_credits': ({ settings }) => settings.get('zohosql.max_credits') ?? '',
}

async function reset(name: string, { settings, backend }: State): Promise<string> {
  if (name === 'all') settings.reset()
  else {
    // An unknown name is PostgreSQL's to refuse.
    if (!name.includes('.')) await backend.catalogue.texts(settings.session(), 'SELECT current_setting($1)', [name])
    settings.reset(name)
  }
  return 'RESET'
}

async function discard(what: string, state: State): Promise<string> {
  if (what === 'all') {
    if (state.transaction.status !== 'I') {
      throw new ZohoSqlError('INVALID_STATE', 'DISCARD ALL cannot run inside a transaction block')
    }
    await state.portals.closeAll(true)
    state.statements.clear()
    state.settings.reset()
  }
  return `DISCARD ${what.toUpperCase()}`
}

// -------------------------------------------------------------------------------- transactions and cursors

async function endTransaction(wanted: 'commit' | 'rollback', chain: boolean, state: State): Promise<string> {
  const outcome = state.transaction.end(wanted)
  if (outcome === undefined) state.warn('25P01', 'there is no transaction in progress')
  await state.portals.closeAll(outcome === 'rollback')
  if (chain) state.transaction.begin()
  return (outcome ?? wanted).toUpperCase()
}

/** Its query may have parameters: they are bound with the DECLARE. */
async function declare(
  { name, binary, hold, scroll, sql }: Extract<Command, { kind: 'declare' }>,
  state: State,
  types: readonly number[],
): Promise<Executable> {
  const executable = await understand(sql, state, types)
  if (!executable.columns) throw new ZohoSqlError('INVALID_STATE', 'DECLARE CURSOR needs a query')
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

function fetch({ name, direction }: Extract<Command, { kind: 'fetch' }>, state: State): Executable {
  const portal = state.portals.get(name, 'cursor')
  const { columns } = portal
  return { parameterTypes: [], columns, open: ({ resultFormats }) => fetching(portal, direction, resultFormats) }
}

/**
 * FETCH as a statement of its own: it takes its rows from the cursor, and ending it leaves the cursor open. It may be
 * read in portions only forward; other ways meet few rows, and are gone in one.
 */
function fetching(portal: Portal, direction: Direction, formats: readonly number[]): Source {
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

async function move(name: string, direction: Direction, state: State): Promise<string> {
  return `MOVE ${await state.portals.get(name, 'cursor').cursor([]).go(direction, undefined)}`
}
