// node-postgres, postgres.js, Knex, Sequelize and TypeORM write, and sequences of Npgsql, ActiveRecord and Prisma as they send them.
import { createRequire } from 'node:module'

delete process.env.PGSSLMODE

const require = createRequire(`${process.env.CLIENTS_DIR}/node/`)
const { Client } = require('pg')
const postgres = require('postgres')
const knex = require('knex')
const { Sequelize, DataTypes } = require('sequelize')
const { DataSource, EntitySchema } = require('typeorm')

const at = { host: '127.0.0.1', port: Number(process.env.PGPORT), user: 'me', database: 'zoho' }
const immediate = { ...at, port: Number(process.env.PGPORT_IMMEDIATE) }
let right = 0
let wrong = 0
async function check(name, act) {
  try {
    const got = await act()
    right++
    console.log('ok', name, String(JSON.stringify(got)).slice(0, 100))
  } catch (error) {
    wrong++
    console.log('BAD', name, error.message)
  }
}
const equal = (a, b) => {
  if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(`${JSON.stringify(a)} instead of ${JSON.stringify(b)}`)
  return a
}
/** What an act is refused by. */
async function refused(act, code, words) {
  const error = await act().then(
    () => new Error('nothing was refused'),
    (one) => one,
  )
  const { code: state = error.original?.code, hint = error.original?.hint } = error
  if (state !== code || !`${error.message} ${hint}`.includes(words))
    throw new Error(`${state} ${error.message} ${hint}`)
  return code
}

const db = new Client(at)
await db.connect()
const insert = 'INSERT INTO "Leads" ("Last_Name", "Company", "Annual_Revenue") VALUES ($1, $2, $3) RETURNING id'
const called = async (name) =>
  (await db.query('SELECT count(*)::int AS n FROM "Leads" WHERE "Last_Name" = $1', [name])).rows[0].n
await check('pg', async () => {
  const { rows, rowCount } = await db.query(insert, ['node', 'pg', '12.5'])
  const updated = await db.query('UPDATE "Leads" SET "City" = $1, "Email_Opt_Out" = $2 WHERE id = $3', [
    'Rome',
    true,
    rows[0].id,
  ])
  return equal([rowCount, updated.rowCount, updated.command], [1, 1, 'UPDATE'])
})
await check('pg named', async () => {
  for (let i = 0; i < 3; i++) await db.query({ name: 'ins', text: insert, values: ['node', `named ${i}`, null] })
  return equal(await called('node'), 4)
})
await check('pg in a block', async () => {
  await db.query('BEGIN')
  const code = await refused(() => db.query(insert, ['nodeno', 'x', 1]), '25001', 'transactions=immediate')
  await db.query('ROLLBACK')
  return equal([code, await called('nodeno')], ['25001', 0])
})

// ActiveRecord begins lazily, each save in a block of its own; Npgsql prepares and sends its transaction with the first command.
const block = new Client(immediate)
await block.connect()
await check('ActiveRecord’s sequence', async () => {
  await block.query('BEGIN')
  const { rows } = await block.query('INSERT INTO "Leads" ("Last_Name", "Company") VALUES ($1, $2) RETURNING "id"', [
    'node',
    'rails',
  ])
  await block.query('COMMIT')
  await block.query('BEGIN')
  await block.query('SAVEPOINT active_record_1')
  const updated = await block.query('UPDATE "Leads" SET "City" = $1 WHERE "Leads"."id" = $2', ['Oslo', rows[0].id])
  await block.query('RELEASE SAVEPOINT active_record_1')
  await block.query('COMMIT')
  return equal(updated.rowCount, 1)
})
await check('Npgsql’s sequence', async () => {
  await block.query('BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED')
  const { rowCount } = await block.query({
    name: '_p1',
    text: 'INSERT INTO "Leads" ("Last_Name", "Company") VALUES ($1, $2)',
    values: ['node', 'npgsql'],
  })
  await block.query('COMMIT')
  await block.query('DISCARD ALL')
  return equal(rowCount, 1)
})
await check('Prisma’s sequence', async () => {
  const columns = ['id', 'Last_Name', 'Company', 'City'].map((name) => `"crm"."Leads"."${name}"`).join(', ')
  await block.query('BEGIN')
  const made = await block.query(
    `INSERT INTO "crm"."Leads" ("Last_Name","Company") VALUES ($1,$2) RETURNING ${columns}`,
    ['node', 'prisma'],
  )
  await block.query('COMMIT')
  const changed = await block.query(
    `UPDATE "crm"."Leads" SET "City" = $1 WHERE ("crm"."Leads"."id" = $2 AND 1=1) RETURNING ${columns}`,
    ['Bern', made.rows[0].id],
  )
  const gone = await block.query(`DELETE FROM "crm"."Leads" WHERE ("crm"."Leads"."id" = $1 AND 1=1)`, [made.rows[0].id])
  return equal([changed.rows[0].City, gone.rowCount], ['Bern', 1])
})
await check('rollback says what stands', async () => {
  await block.query('BEGIN')
  await block.query('INSERT INTO "Leads" ("Last_Name", "Company") VALUES ($1, $2)', ['node', 'stands'])
  return refused(() => block.query('ROLLBACK'), '0A000', 'stands')
})
await block.end()

const sql = postgres({ ...at, username: 'me', max: 2, onnotice: () => undefined })
await check('postgres.js', async () => {
  const rows = await sql`insert into ${sql('Leads')} ${sql([
    { Last_Name: 'node', Company: 'p1' },
    { Last_Name: 'node', Company: 'p2' },
  ])} returning id`
  const updated = await sql`update ${sql('Leads')} set ${sql({ City: 'Paris' })} where id = ${rows[0].id}`
  return equal([rows.length, updated.count], [2, 1])
})
await check('postgres.js in a block', () =>
  refused(() => sql.begin((tx) => tx`insert into "Leads" ("Last_Name") values ('nodeno')`), '25001', 'autocommit'),
)
await sql.end()

const k = knex({ client: 'pg', connection: at })
await check('Knex', async () => {
  const made = await k('Leads')
    .insert([
      { Last_Name: 'node', Company: 'k1' },
      { Last_Name: 'node', Company: 'k2' },
    ])
    .returning('id')
  const updated = await k('Leads').where({ id: made[0].id }).update({ City: 'Rome' })
  const gone = await k('Leads')
    .whereIn(
      'id',
      made.map(({ id }) => id),
    )
    .del()
  return equal([made.length, updated, gone], [2, 1, 2])
})
await check('Knex in a block', () =>
  refused(() => k.transaction((tx) => tx('Leads').insert({ Last_Name: 'nodeno' })), '25001', 'autocommit'),
)
await k.destroy()

const sequelize = new Sequelize({
  dialect: 'postgres',
  host: at.host,
  port: at.port,
  username: 'me',
  database: 'zoho',
  logging: false,
})
const Lead = sequelize.define(
  'Lead',
  {
    id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
    Last_Name: DataTypes.STRING,
    Company: DataTypes.STRING,
    City: DataTypes.STRING,
  },
  { tableName: 'Leads', schema: 'crm', timestamps: false },
)
await check('Sequelize', async () => {
  const one = await Lead.create({ Last_Name: 'node', Company: 's1' })
  const many = await Lead.bulkCreate([
    { Last_Name: 'node', Company: 's2' },
    { Last_Name: 'node', Company: 's3' },
  ])
  one.City = 'Rome'
  await one.save()
  const [changed] = await Lead.update({ City: 'Oslo' }, { where: { Company: 's2', Last_Name: 'node' } })
  const gone = await Lead.destroy({ where: { id: [one.id, ...many.map(({ id }) => id)] } })
  return equal([changed, gone], [1, 3])
})
await sequelize.close()

const entity = new EntitySchema({
  name: 'Lead',
  tableName: 'Leads',
  schema: 'crm',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    Last_Name: { type: 'varchar' },
    Company: { type: 'varchar' },
    City: { type: 'varchar', nullable: true },
  },
})
const source = new DataSource({ type: 'postgres', ...immediate, username: 'me', entities: [entity], logging: false })
await source.initialize()
await check('TypeORM', async () => {
  const leads = source.getRepository('Lead')
  const saved = await leads.save([
    { Last_Name: 'node', Company: 't1' },
    { Last_Name: 'node', Company: 't2' },
  ])
  saved[0].City = 'Rome'
  await leads.save(saved[0])
  const gone = await leads.delete(saved.map(({ id }) => id))
  return equal([saved.every(({ id }) => id), gone.affected], [true, 2])
})
await source.destroy()

await db.query(`DELETE FROM "Leads" WHERE "Last_Name" = 'node'`)
await check('nothing of what was refused', async () => equal(await called('nodeno'), 0))
await db.end()
console.log(`writing from Node: ${right} right, ${wrong} wrong`)
process.exit(wrong > 0 ? 1 : 0)
