import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import { findReference, namesOf, readReference } from '../catalogue-names.ts'
import { type FunctionRow, inSession, type Js, type SessionRef } from '../row.ts'

/** `has_table_privilege` and its like: whoever has a session may read all of it, and nothing else. */

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
function granted({ granted: has, known }: PrivilegeKind, privileges: string): boolean {
  const wanted = privileges.split(',').map((privilege) => privilege.trim().toUpperCase())
  return wanted
    .map((privilege) => {
      const bare = privilege.replace(/ WITH (GRANT|ADMIN) OPTION$/, '')
      if (!known.has(bare)) throw new ZohoSqlError('INVALID_ARGUMENT', `unrecognized privilege type: "${bare}"`)
      return bare === privilege && has.has(bare)
    })
    .includes(true)
}

const onName =
  (kind: PrivilegeKind) =>
  ({ current }: SessionRef): Js =>
  (name: string, privileges: string) => {
    if (kind.label) readReference(kind.label, name, current)
    return granted(kind, privileges)
  }

/** NULL for a number that nothing has. */
const onOid =
  (kind: PrivilegeKind) =>
  ({ current }: SessionRef): Js =>
  (oid: bigint, privileges: string) =>
    kind.label === 'regclass' && !namesOf(current).relations.has(Number(oid)) ? null : granted(kind, privileges)

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
    return found ? granted(columnKind, wanted) : null
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

export const privilegeRows: readonly FunctionRow[] = [...privileges, ...columns, ...roles]
