// pg-cursor, pg-query-stream, postgres.js cursors, Knex, Sequelize and TypeORM against a gateway.
import { createRequire } from 'node:module'

// To node's pg "prefer" means to insist.
delete process.env.PGSSLMODE

const require = createRequire(`${process.env.CLIENTS_DIR}/node/`)
const { Client } = require('pg')
const Cursor = require('pg-cursor')
const QueryStream = require('pg-query-stream')
const postgres = require('postgres')
const knex = require('knex')
const { Sequelize, QueryTypes, DataTypes } = require('sequelize')
const { DataSource } = require('typeorm')

const at = { host: '127.0.0.1', port: Number(process.env.PGPORT), user: 'me', database: 'zoho' }
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

const db = new Client(at)
await db.connect()
const { rows } = await db.query('select count(*)::int as n from "Leads"')
const leads = rows[0].n
const equal = (a, b) => {
  if (a !== b) throw new Error(`${a} instead of ${b}`)
  return a
}

await check('pg-cursor', async () => {
  const cursor = db.query(new Cursor('select id from "Leads" where id > $1', ['1']))
  let n = 0
  for (let read = await cursor.read(300); read.length > 0; read = await cursor.read(300)) n += read.length
  await cursor.close()
  return equal(n, leads)
})
await check('pg-query-stream', async () => {
  let n = 0
  for await (const _ of db.query(new QueryStream('select * from "Leads"', [], { batchSize: 200 }))) n++
  return equal(n, leads)
})
await check('pg-query-stream left early', async () => {
  for await (const _ of db.query(new QueryStream('select * from "Leads"'))) break
  return (await db.query('select 1 as a')).rows
})
await db.end()

const sql = postgres({ ...at, username: 'me', max: 3, onnotice: () => undefined })
await check('postgres cursor', async () => {
  let n = 0
  for await (const some of sql`select id from "Leads"`.cursor(400)) n += some.length
  return equal(n, leads)
})
await check(
  'postgres describe',
  async () => (await sql`select * from "Deals" where id = ${1}`.describe()).columns.length,
)
await check(
  'postgres in',
  async () => (await sql`select id from ${sql('Leads')} where "Lead_Status" in ${sql(['Contacted', 'x'])}`).length,
)
await sql.end()

const k = knex({ client: 'pg', connection: at })
await check('knex query', () =>
  k('Deals').select('Stage').count('* as n').sum('Amount as a').groupBy('Stage').orderBy('n'),
)
await check('knex columnInfo', async () => Object.keys(await k('Deals').withSchema('crm').columnInfo()).length)
await check('knex hasTable', async () => equal(await k.schema.withSchema('crm').hasTable('Leads'), true))
await k.destroy()

const s = new Sequelize({ dialect: 'postgres', ...at, username: 'me', logging: false, schema: 'crm' })
await check('sequelize authenticate', () => s.authenticate())
await check('sequelize tables', async () => (await s.getQueryInterface().showAllTables({ schema: 'crm' })).length)
await check(
  'sequelize describe',
  async () => Object.keys(await s.getQueryInterface().describeTable({ tableName: 'Deals', schema: 'crm' })).length,
)
await check('sequelize model', async () => {
  const Lead = s.define(
    'Leads',
    { id: { type: DataTypes.BIGINT, primaryKey: true }, Last_Name: DataTypes.TEXT },
    { timestamps: false, freezeTableName: true },
  )
  return (await Lead.findAndCountAll({ where: { Last_Name: { [Sequelize.Op.iLike]: 'b%' } }, limit: 2, order: ['id'] }))
    .count
})
await check('sequelize raw', () => s.query('select :a::int as a', { replacements: { a: 4 }, type: QueryTypes.SELECT }))
await s.close()

const source = new DataSource({ type: 'postgres', ...at, username: 'me', schema: 'crm' })
await check('typeorm', async () => {
  await source.initialize()
  const runner = source.createQueryRunner()
  const table = await runner.getTable('crm.Deals')
  await runner.release()
  return [table.columns.length, table.foreignKeys.length, table.primaryColumns.length]
})
await source.destroy().catch(() => undefined)

console.log(`Node pg-cursor, postgres, Knex, Sequelize, TypeORM: ${right} right, ${wrong} wrong`)
process.exit(wrong > 0 ? 1 : 0)
