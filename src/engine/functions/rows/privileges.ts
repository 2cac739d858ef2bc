import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import { findReference, namesOf, quoteName, readReference } from '../catalogue-names.ts'
import { type FunctionRow, inSession, type Js, type SessionRef } from '../row.ts'

/** `has_table_privilege` and its like: whoever has a session may read all of it, and write what can be written if he may write at all. */

interface PrivilegeKind {
  readonly granted: ReadonlySet<string>
  readonly known: ReadonlySet<string>
  /** What its texts name. */
  readonly label?: string
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(','))

const kinds: Readonly<Record<string, PrivilegeKind>> = byName({
  table: {
    granted: words('SELECT'),
    known: words('SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER'),
    label: 'regclass',
  },
  any_column: { granted: words('SELECT'), known: words('SELECT,INSERT,UPDATE,REFERENCES'), label: 'regclass' },
  sequence: { granted: words('SELECT,USAGE'), known: words('SELECT,USAGE,UPDATE'), label: 'regclass' },
  schema: { granted: words('USAGE'), known: words('USAGE,CREATE'), label: 'regnamespace' },
  database: { granted: words('CONNECT,TEMP,TEMPORARY'), known: words('CREATE,CONNECT,TEMP,TEMPORARY') },
  function: { granted: words('EXECUTE'), known: words('EXECUTE'), label: 'regproc' },
  language: { granted: words('USAGE'), known: words('USAGE') },
  tablespace: { granted: words(''), known: words('CREATE') },
  type: { granted: words('USAGE'), known: words('USAGE'), label: 'regtype' },
  foreign_data_wrapper: { granted: words(''), known: words('USAGE') },
  server: { granted: words(''), known: words('USAGE') },
  parameter: { granted: words(''), known: words('SET,ALTER SYSTEM') },
})

/** `SELECT, INSERT WITH GRANT OPTION`: true where one of them is granted. */
function granted({ granted: has, known }: PrivilegeKind, privileges: string, more: readonly string[] = []): boolean {
  const wanted = privileges.split(',').map((privilege) => privilege.trim().toUpperCase())
  return wanted
    .map((privilege) => {
      const bare = privilege.replace(/ WITH (GRANT|ADMIN) OPTION$/, '')
      if (!known.has(bare)) throw new ZohoSqlError('INVALID_ARGUMENT', `unrecognized privilege type: "${bare}"`)
      return bare === privilege && (has.has(bare) || more.includes(bare))
    })
    .includes(true)
}

/** What a session that may write may do with a table besides reading. */
function moreOn(kind: PrivilegeKind, oid: number, session: SessionRef['current']): readonly string[] {
  if (kind.label !== 'regclass' || !session.state.writes) return []
  const rights = namesOf(session).rights.get(oid)
  if (!rights) return []
  return kind.known.has('DELETE') ? rights.table : rights.table.filter((one) => one !== 'DELETE')
}

const onName =
  (kind: PrivilegeKind) =>
  ({ current }: SessionRef): Js =>
  (name: string, privileges: string) => {
    const oid = kind.label ? readReference(kind.label, name, current) : undefined
    return granted(kind, privileges, oid === undefined ? [] : moreOn(kind, Number(oid), current))
  }

/** NULL for a number that nothing has. */
const onOid =
  (kind: PrivilegeKind) =>
  ({ current }: SessionRef): Js =>
  (oid: bigint, privileges: string) =>
    kind.label === 'regclass' && !namesOf(current).relations.has(Number(oid))
      ? null
      : granted(kind, privileges, moreOn(kind, Number(oid), current))

/** With the user in front, whose privileges are those of all. */
const ofUser =
  (make: (session: SessionRef) => Js) =>
  (session: SessionRef): Js => {
    const check = make(session)
    return (_user: unknown, object: unknown, privileges: unknown) => check(object, privileges)
  }

const named = { catalogue: true } as const

const privileges = Object.entries(kinds).flatMap(([name, kind]) => [
  ...inSession(`has_${name}_privilege(text,text) boolean`, onName(kind), named),
  ...inSession(`has_${name}_privilege(oid,text) boolean`, onOid(kind), named),
  ...inSession(
    [`has_${name}_privilege(name,text,text) boolean`, `has_${name}_privilege(oid,text,text) boolean`],
    ofUser(onName(kind)),
    named,
  ),
  ...inSession(
    [`has_${name}_privilege(name,oid,text) boolean`, `has_${name}_privilege(oid,oid,text) boolean`],
    ofUser(onOid(kind)),
    named,
  ),
])

const columnKind: PrivilegeKind = kinds.any_column!

function onColumn({ current }: SessionRef): Js {
  return (table: string | bigint, column: string | number, wanted: string) => {
    const oid = typeof table === 'string' ? readReference('regclass', table, current) : table
    const columns = namesOf(current).columns.get(Number(oid))
    if (!columns) return null
    const found = typeof column === 'string' ? columns.includes(column) : columns[column - 1] !== undefined
    if (!found && typeof column === 'string')
      throw new ZohoSqlError('UNDEFINED_COLUMN', `column "${column}" of relation "${table}" does not exist`)
    const place = typeof column === 'string' ? columns.indexOf(column) : column - 1
    const rights = current.state.writes ? namesOf(current).rights.get(Number(oid))?.columns[place] : undefined
    return found ? granted(columnKind, wanted, rights) : null
  }
}

const columns = inSession(
  [
    'has_column_privilege(text,text,text) boolean',
    'has_column_privilege(oid,text,text) boolean',
    'has_column_privilege(text,smallint,text) boolean',
    'has_column_privilege(oid,smallint,text) boolean',
  ],
  onColumn,
  named,
)

/** Nobody is a member of anything but himself. */
const roles = [
  ...inSession(
    ['pg_has_role(name,text) boolean'],
    ({ current }) =>
      (role: string, _: string) =>
        role === current.state.user,
  ),
  ...inSession(
    'pg_has_role(oid,text) boolean',
    ({ current }) =>
      (role: bigint) =>
        findReference('regrole', String(role), current) !== undefined,
    named,
  ),
  ...inSession(['pg_has_role(name,name,text) boolean'], () => (user: string, role: string) => user === role),
  ...inSession(['pg_has_role(name,oid,text) boolean', 'pg_has_role(oid,oid,text) boolean'], () => () => true),
]

/** What PostgreSQL calls these commands by number: the bits of `pg_relation_is_updatable`. */
const events: Readonly<Record<string, number>> = byName({ UPDATE: 4, INSERT: 8, DELETE: 16 })

const writable = (session: SessionRef['current'], oid: bigint) =>
  session.state.writes ? namesOf(session).rights.get(Number(oid)) : undefined

/** What may be written, and what fills itself. */
const writing = [
  ...inSession(
    'pg_relation_is_updatable(regclass,boolean) integer',
    ({ current }) =>
      (oid: bigint) =>
        writable(current, oid)?.table.reduce((sum, one) => sum + (events[one] ?? 0), 0) ?? 0,
    named,
  ),
  ...inSession(
    'pg_column_is_updatable(regclass,smallint,boolean) boolean',
    ({ current }) =>
      (oid: bigint, column: number) =>
        writable(current, oid)?.columns[Number(column) - 1]?.includes('UPDATE') ?? false,
    named,
  ),
  ...inSession(
    'pg_get_serial_sequence(text,text) text',
    ({ current }) =>
      (table: string, column: string) => {
        const oid = current.state.writes && readReference('regclass', table, current)
        const names = namesOf(current)
        const found = oid ? names.sequences.get(`${oid} ${column}`) : undefined
        const sequence = found === undefined ? undefined : names.relations.get(found)
        return sequence ? `${quoteName(sequence.schema)}.${quoteName(sequence.name)}` : null
      },
    named,
  ),
]

export const privilegeRows: readonly FunctionRow[] = [...privileges, ...columns, ...roles, ...writing]
