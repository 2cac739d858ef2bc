/** Statements that write, by chance: every kind of them, with expressions of every type. */
import type { Chance } from '../../oracle/chance.ts'

type Type = 'text' | 'code' | 'kind' | 'int' | 'num' | 'float' | 'day' | 'moment' | 'flag' | 'ref'

const types: Readonly<Record<string, Type>> = {
  Name: 'text',
  Code: 'code',
  Kind: 'kind',
  Count: 'int',
  Price: 'num',
  Ratio: 'float',
  Day: 'day',
  Moment: 'moment',
  Done: 'flag',
  Other_id: 'ref',
}

const quoted = (name: string): string => `"${name}"`
const constants: Readonly<Record<Type, readonly string[]>> = {
  text: ["'x'", "'o''h'", "'ä b'", "'\u{1F600}'", "'beta'", "'Alpha'"],
  code: ["'c1'", "'c2'", "'C1'", "'n1'", "'n2'", "'n3'", 'NULL'],
  kind: ["'A'", "'B'", "'C'", 'NULL', "'Z'"],
  int: ['0', '7', '-3', '2.5', '999999999', 'NULL', '2147483648'],
  num: ['0.005', '-1.005', '12.344', '99999.99', 'NULL', '3', '1e14'],
  float: ['0.5', '-0.125', '1e3', 'NULL', '3'],
  day: ["'2024-02-29'", "'1899-12-31'", 'NULL', "'9999-12-31'", "'2023-02-29'"],
  moment: ["'2024-03-01 10:00+02'", "'2024-03-01T23:59:59.5Z'", 'NULL', "'1801-05-05 00:00Z'"],
  flag: ['true', 'false'],
  ref: ['9200000000000000000', '9200000000000000003', 'NULL', '42'],
}

export class Statements {
  readonly #chance: Chance
  readonly #isLine: boolean
  /** @param isLine each row is part of a record from the beginning to its end */
  constructor(chance: Chance, isLine: boolean) {
    this.#chance = chance
    this.#isLine = isLine
  }

  next(): string {
    const sql = this.#statement()
    return this.#isLine ? sql.replaceAll('"Other_id"', '"Parent_Id_id"') : sql
  }

  #statement(): string {
    const { pick } = this.#chance
    return pick([
      () => this.#insertValues(),
      () => this.#insertSelect(),
      () => this.#update(),
      () => this.#update(),
      () => this.#updateFrom(),
      () => this.#delete(),
      () => this.#conflict(),
      () => this.#conflict(),
    ])()
  }

  /** A value of a type, of constants or of the columns in reach. */
  #value(type: Type, of: string | undefined): string {
    const { pick, odds } = this.#chance
    if (of === undefined || odds(0.4)) return pick(constants[type])
    const column = (name: string): string => `${of}.${quoted(name)}`
    const forms: Readonly<Record<Type, readonly string[]>> = {
      text: [
        column('Name'),
        `upper(${column('Name')})`,
        `left(${column('Name')} || '!', 40)`,
        `coalesce(${column('Code')}, 'none')`,
        `trim(${column('Name')})`,
      ],
      code: [column('Code'), `left('k' || ${column('Count')}, 20)`, `left(${column('Code')} || '+', 20)`],
      kind: [
        column('Kind'),
        `CASE WHEN ${column('Count')} > 3 THEN 'A' ELSE 'C' END`,
        `nullif(${column('Kind')}, 'B')`,
      ],
      int: [
        column('Count'),
        `${column('Count')} + 1`,
        `${column('Count')} * 2.5`,
        `length(${column('Name')})`,
        `CASE WHEN ${column('Done')} THEN 1 END`,
      ],
      num: [
        column('Price'),
        `${column('Price')} * 1.175`,
        `${column('Count')}`,
        `${column('Price')} / 3`,
        `round(${column('Price')})`,
      ],
      float: [column('Ratio'), `${column('Ratio')} + 0.25`, `${column('Count')} / 4.0`],
      day: [column('Day'), `${column('Day')} + 1`, `CAST(${column('Moment')} AS date)`],
      moment: [
        column('Moment'),
        `${column('Moment')} + interval '90 minutes'`,
        `CAST(${column('Day')} AS timestamptz)`,
      ],
      flag: [`${column('Count')} IS NULL`, `coalesce(${column('Count')} > 2, false)`, `NOT ${column('Done')}`],
      ref: [
        column('Other_id'),
        `(SELECT o.id FROM "Others" AS o WHERE o."Rank" = 2)`,
        `CASE WHEN ${column('Done')} THEN ${column('Other_id')} END`,
      ],
    }
    return pick(forms[type])
  }

  #columns(least: number, always: readonly string[] = []): string[] {
    const { odds, pick } = this.#chance
    const all = Object.keys(types).filter((name) => name !== 'Other_id' || !this.#isLine)
    const list = all.filter((name) => always.includes(name) || odds(0.3))
    if (this.#isLine && always.length > 0 && !odds(0.04)) list.push('Other_id')
    while (list.length < least) {
      const more = pick(all)
      if (!list.includes(more)) list.push(more)
    }
    return list
  }

  #where(of: string): string {
    const { pick, odds } = this.#chance
    const column = (name: string): string => `${of}.${quoted(name)}`
    const one = (): string =>
      pick([
        () => `${column('Count')} ${pick(['<', '>', '=', '<>', '>='])} ${pick(['0', '5', '8', '-1'])}`,
        () => `${column('Name')} ${pick(['=', '<>', 'LIKE', 'ILIKE'])} ${pick(["'beta'", "'a%'", "'Alpha'", "'%a'"])}`,
        () => `${column('Kind')} ${pick(["IN ('A', 'C')", "= 'B'", 'IS NULL', "<> 'A'"])}`,
        () => `${column('Price')} ${pick(['> 1.5', 'BETWEEN -2 AND 4', 'IS NOT NULL', '< 0'])}`,
        () => `${column('Day')} ${pick(["> '2023-05-01'", 'IS NULL', "= '2024-02-29'"])}`,
        () => `${column('Moment')} < '2024-05-01'`,
        () => `${column('Done')}`,
        () => `${column('Other_id')} IN (SELECT o.id FROM "Others" AS o WHERE o."Rank" ${pick(['< 3', '= 1', '> 2'])})`,
        () => `EXISTS (SELECT 1 FROM "Others" AS o WHERE o.id = ${column('Other_id')} AND o."Name" < 'J')`,
      ])()
    return odds(0.4) ? `(${one()} ${pick(['AND', 'OR'])} ${one()})` : odds(0.15) ? `NOT (${one()})` : one()
  }

  #returning(of: string): string {
    const { pick, odds } = this.#chance
    if (odds(0.4)) return ''
    return pick([
      ` RETURNING ${of}."Name", ${of}."Count" + 1 AS next`,
      ` RETURNING ${of}."Code", upper(${of}."Name") AS big, ${of}."Price" * 2 AS twice`,
      ` RETURNING ${of}."Kind", ${of}."Day", ${of}."Done"`,
      ` RETURNING ${of}."Other_id", (SELECT o."Name" FROM "Others" AS o WHERE o.id = ${of}."Other_id") AS other`,
    ])
  }

  #insertValues(): string {
    const { whole, odds } = this.#chance
    const names = this.#columns(2, ['Name'])
    const rows = Array.from({ length: whole(1, 4) }, () =>
      names
        .map((name) => (name !== 'Name' && odds(0.08) ? 'DEFAULT' : this.#value(types[name]!, undefined)))
        .join(', '),
    )
    return `INSERT INTO "Items" (${names.map(quoted)}) VALUES ${rows.map((row) => `(${row})`).join(', ')}${this.#returning('"Items"')}`
  }

  #insertSelect(): string {
    const { pick } = this.#chance
    // A code that is copied is there already.
    const names = this.#columns(2, ['Name']).filter((name) => name !== 'Code')
    const items = names.map((name) => this.#value(types[name]!, 's')).join(', ')
    const limit = pick(['', ' ORDER BY s."Count", s."Name", s."Code", s."Price" LIMIT 2'])
    return `INSERT INTO "Items" (${names.map(quoted)}) SELECT ${items} FROM "Items" AS s WHERE ${this.#where('s')}${limit}${this.#returning('"Items"')}`
  }

  #sets(of: string): string {
    const names = this.#columns(1).slice(0, 4)
    return names.map((name) => `${quoted(name)} = ${this.#value(types[name]!, of)}`).join(', ')
  }

  #update(): string {
    return `UPDATE "Items" AS i SET ${this.#sets('i')} WHERE ${this.#where('i')}${this.#returning('i')}`
  }

  #updateFrom(): string {
    const { pick } = this.#chance
    const sets = pick([
      '"Name" = o."Name"',
      '"Count" = o."Rank" * 2',
      `"Name" = left(o."Name" || i."Name", 40), ${'"Price" = o."Rank"'}`,
    ])
    return `UPDATE "Items" AS i SET ${sets} FROM "Others" AS o WHERE o.id = i."Other_id" AND ${this.#where('i')}${this.#returning('i')}`
  }

  #delete(): string {
    const { odds } = this.#chance
    const narrow = `i."Count" ${this.#chance.pick(['= 2', '= 5', '< -3', '> 30', 'IS NULL'])} AND ${this.#where('i')}`
    if (odds(0.5)) return `DELETE FROM "Items" AS i WHERE ${narrow}${this.#returning('i')}`
    return `DELETE FROM "Items" AS i USING "Others" AS o WHERE o.id = i."Other_id" AND o."Rank" < 3 AND ${narrow}${this.#returning('i')}`
  }

  #conflict(): string {
    const { pick, whole } = this.#chance
    const names = this.#columns(3, ['Name', 'Code'])
    const rows = Array.from({ length: whole(1, 3) }, () =>
      names.map((name) => this.#value(types[name]!, undefined)).join(', '),
    )
    const set = pick([
      '"Count" = excluded."Count"',
      '"Count" = "Items"."Count" + 1, "Name" = excluded."Name"',
      '"Price" = coalesce(excluded."Price", "Items"."Price") * 2',
      '("Name", "Ratio") = (SELECT excluded."Name" || \'~\', 0.5)',
      '"Kind" = excluded."Kind", "Done" = NOT "Items"."Done"',
    ])
    const action = pick([
      ' ("Code") DO NOTHING',
      ' DO NOTHING',
      ` ("Code") DO UPDATE SET ${set}`,
      ` ("Code") DO UPDATE SET ${set} WHERE "Items"."Count" ${pick(['> 0', 'IS NOT NULL', '< 100'])}`,
      ` ("Code") DO UPDATE SET ${set} WHERE excluded."Name" <> "Items"."Name"`,
    ])
    return `INSERT INTO "Items" (${names.map(quoted)}) VALUES ${rows.map((row) => `(${row})`).join(', ')} ON CONFLICT${action}${this.#returning('"Items"')}`
  }
}
