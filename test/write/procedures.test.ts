/** CALL: Zoho's actions that are no row writes, from programs and through the gateway. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import * as client from '../gateway/messages.ts'
import { transcript } from '../gateway/messages.ts'
import { backendOf, Talk } from '../gateway/support.ts'
import { failure } from './help.ts'

let simulator: Simulator
let db: Connection
beforeAll(async () => {
  simulator = await startSimulator({ rows: 40 })
  db = await connect(`${simulator.connectionString};TokenStore=memory`)
})
afterAll(async () => {
  await db.close()
  await simulator.close()
})

const newLead = async (name: string): Promise<string> => {
  const sql = 'INSERT INTO Leads (Last_Name, Company) VALUES (?, ?) RETURNING id'
  return String((await db.query(sql, [name, `${name} Ltd`]))[0]!.id)
}

describe('CALL', () => {
  it('converts a lead, arguments by name, and tells what came of it in one row', async () => {
    const id = await newLead('Converted')
    const rows = await db.query(
      `CALL crm.convert_lead(id => ?, deal => '{"Deal_Name": "Big", "Stage": "Qualification", "Closing_Date": "2030-01-01"}')`,
      [id],
    )
    const [row] = rows
    expect(Object.keys(row!)).toEqual(['contact', 'account', 'deal'])
    const [contact] = await db.query('SELECT Last_Name FROM Contacts WHERE id = ?', [row!.contact])
    expect(contact).toEqual({ Last_Name: 'Converted' })
    expect(await db.query('SELECT Deal_Name FROM Deals WHERE id = ?', [row!.deal])).toEqual([{ Deal_Name: 'Big' }])
    expect(rows.stats.credits).toBe(5)
  })

  it('gives tags and takes them, and a record another owner', async () => {
    const id = await newLead('Tagged')
    await db.query("CALL crm.add_tags('Leads', ?, 'hot; new')", [id])
    const held = () => simulator.rows('Leads').find((row) => row.id === id)!
    expect((held().Tag as { name: string }[]).map(({ name }) => name)).toEqual(['hot', 'new'])
    await db.query('CALL crm.remove_tags(table => ?, id => ?, tags => ?)', ['crm.Leads', id, 'hot'])
    expect((held().Tag as { name: string }[]).map(({ name }) => name)).toEqual(['new'])
    const [user] = await db.query(`SELECT id FROM Users WHERE status = 'active' ORDER BY id DESC LIMIT 1`)
    expect(await db.callProcedure(null, 'crm', 'change_owner', ['Leads', id, user!.id])).toEqual([{ id }])
    expect(held().Owner).toMatchObject({ id: user!.id })
  })

  it('says what there is where a name or an argument is wrong, and calls nothing', async () => {
    const unknown = await failure(() => db.query('CALL crm.nothing()'))
    expect(unknown).toMatchObject({ sqlState: '42883', message: 'procedure crm.nothing does not exist' })
    expect(unknown.hint).toContain('crm.convert_lead(id bigint, [account bigint], [contact bigint], [deal jsonb])')
    expect(await failure(() => db.query('CALL crm.convert_lead(lead => 1)'))).toMatchObject({ sqlState: '42883' })
    expect(await failure(() => db.query("CALL crm.add_tags('Leads', 1)"))).toMatchObject({
      message: '"tags" is missing in a call of crm.add_tags',
    })
    expect(await failure(() => db.query("CALL crm.add_tags('Leads', NULL, 'x')"))).toMatchObject({ sqlState: '22004' })
    expect(await failure(() => db.query("CALL crm.add_tags('../../users', 1, 'x')"))).toMatchObject({
      sqlState: '22023',
    })
    for (const call of [
      "convert_lead('1/../2')",
      "add_tags('Leads', '1/../2', 'x')",
      "change_owner('Leads', '1?', 2)",
    ]) {
      expect(await failure(() => db.query(`CALL crm.${call}`))).toMatchObject({ sqlState: '22023' })
    }
    await db.query('BEGIN')
    expect(await failure(() => db.query('CALL crm.convert_lead(1)'))).toMatchObject({ sqlState: '25001' })
    await db.query('ROLLBACK')
  })

  it('hands on what Zoho refuses', async () => {
    const error = await failure(() => db.query('CALL crm.convert_lead(9999999999999999)'))
    expect(error).toMatchObject({ code: 'REMOTE_REFUSED' })
    expect(error.message).toContain('INVALID_DATA')
  })

  describe.each([
    ['convert_lead(?)', /convert/],
    ["add_tags('Leads', ?, 'lost')", /add_tags/],
    ["change_owner('Leads', ?, OWNER)", /change_owner/],
  ])('%s whose answer is lost', (call, path) => {
    it.each([
      ['500', 'after'],
      ['503', 'before'],
      ['reset', 'after'],
      ['cut-json', 'after'],
      ['html-200', 'before'],
      ['html', 'after'],
    ] as const)('%s %s: what is known of it is said, and it is not called again', async (kind, when) => {
      const id = await newLead('Lost')
      const [user] = await db.query(`SELECT id FROM Users WHERE status = 'active' ORDER BY id LIMIT 1`)
      simulator.resetStats()
      simulator.setFaults({ script: [{ kind, when, path }] })
      const calling = db.query(`CALL crm.${call.replace('OWNER', String(user!.id))}`, [id])
      // A lead tells that it was converted, and into what.
      if (when === 'after' && call.startsWith('convert')) expect((await calling)[0]!.contact).toMatch(/^\d+$/)
      else expect(await failure(() => calling)).toMatchObject({ code: 'WRITE_UNKNOWN', sqlState: '08007' })
      simulator.setFaults({})
      expect(simulator.calls().filter((one) => path.test(one.path))).toHaveLength(1)
    })

    it('429: nothing was done, and that is told', async () => {
      const id = await newLead('Busy')
      const [user] = await db.query(`SELECT id FROM Users WHERE status = 'active' ORDER BY id LIMIT 1`)
      simulator.setFaults({ script: [{ kind: '429', path }] })
      const error = await failure(() => db.query(`CALL crm.${call.replace('OWNER', String(user!.id))}`, [id]))
      simulator.setFaults({})
      expect(error.code).not.toBe('WRITE_UNKNOWN')
    })
  })

  it('goes through the gateway, where it may write', async () => {
    const id = await newLead('Wired')
    const talk = new Talk({ ...(await backendOf(db)), readWrite: true })
    await talk.start()
    const lines = transcript(await talk.say(client.query(`CALL crm.add_tags('Leads', ${id}, 'wire')`)))
    expect(lines).toEqual(['T id:20 tags:25', `D ${id}|wire`, 'C CALL', 'Z I'])
    const twice = `CALL crm.add_tags('Leads', ${id}, 'wire'); SELECT 1/0`
    expect(String(await talk.say(client.query(twice)))).toContain('1 earlier CALL of this message was done')
    const closed = new Talk(await backendOf(db))
    await closed.start()
    expect(transcript(await closed.say(client.query(`CALL crm.add_tags('Leads', ${id}, 'no')`)))[0]).toMatch(/25006/)
  })
})

describe('catalogues', () => {
  it('list procedures as PostgreSQL lists its own', async () => {
    const talk = new Talk(await backendOf(db))
    await talk.start()
    const asked = async (sql: string) =>
      transcript(await talk.say(client.query(sql))).filter((line) => line.startsWith('D ') || line.startsWith('E '))
    // What psql sends for \df convert*.
    const df = `SELECT n.nspname as "Schema", p.proname as "Name", pg_catalog.pg_get_function_result(p.oid) as "Result",
      pg_catalog.pg_get_function_arguments(p.oid) as "Arguments", CASE p.prokind WHEN 'p' THEN 'proc' ELSE 'func' END
      FROM pg_catalog.pg_proc p LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname OPERATOR(pg_catalog.~) '^(convert.*)$' COLLATE pg_catalog.default
        AND pg_catalog.pg_function_is_visible(p.oid) AND n.nspname <> 'pg_catalog' ORDER BY 1, 2, 4`
    const args =
      'IN id bigint, IN account bigint DEFAULT NULL, IN contact bigint DEFAULT NULL, IN deal jsonb DEFAULT NULL'
    expect(await asked(df)).toEqual([`D crm|convert_lead|NULL|${args}|proc`])
    const row = `SELECT pronargs, pronargdefaults, proargtypes, proargnames, proargmodes, oid::regprocedure,
      obj_description(oid, 'pg_proc') = d.description, pg_get_function_identity_arguments(oid)
      FROM pg_proc JOIN pg_description d ON objoid = oid AND classoid = 'pg_proc'::regclass WHERE proname = 'add_tags'`
    expect(await asked(row)).toEqual([
      'D 3|0|25 20 25|{table,id,tags}|{i,i,i}|add_tags(text,bigint,text)|t|IN table text, IN id bigint, IN tags text',
    ])
    const parameters = `SELECT routine_type, parameter_mode, parameter_name, p.data_type, parameter_default
      FROM information_schema.routines JOIN information_schema.parameters p USING (specific_schema, specific_name)
      WHERE routine_schema = 'crm' AND routine_name = 'convert_lead' ORDER BY ordinal_position`
    expect(await asked(parameters)).toEqual([
      'D PROCEDURE|IN|id|bigint|NULL',
      'D PROCEDURE|IN|account|bigint|NULL',
      'D PROCEDURE|IN|contact|bigint|NULL',
      'D PROCEDURE|IN|deal|jsonb|NULL',
    ])
  })

  it('have all that CALL knows, each with a description', async () => {
    const talk = new Talk(await backendOf(db))
    await talk.start()
    const sql = `SELECT p.oid FROM pg_proc p JOIN pg_description ON objoid = oid WHERE prokind = 'p'`
    const listed = transcript(await talk.say(client.query(sql))).filter((line) => line.startsWith('D '))
    const hint = (await failure(() => db.query('CALL crm.nothing()'))).hint!
    expect(listed).toHaveLength(hint.match(/crm\.\w+\(/g)!.length)
  })
})

describe('EXPLAIN CALL', () => {
  it('tells what would be done and what it costs, and does nothing', async () => {
    const id = await newLead('Explained')
    const plan = await db.explain('CALL crm.convert_lead(id => ?)', [id])
    expect([plan.calls, plan.credits]).toEqual([1, 5])
    const rows = await db.query<Record<string, string>>(
      `EXPLAIN CALL public.convert_lead(id => (SELECT max(id) FROM Leads))`,
    )
    const text = rows.map((row) => Object.values(row)[0]).join('\n')
    expect(text).toMatch(/^Call crm.convert_lead: 1 call, 5 credits\n {2}makes a contact/)
    expect(text).toContain('Arguments come from:')
    expect(simulator.rows('Leads').find((row) => row.id === id)!.Converted__s).not.toBe(true)
    const talk = new Talk(await backendOf(db))
    await talk.start()
    // Who may only read may ask too.
    const lines = transcript(await talk.say(client.query(`EXPLAIN CALL crm.convert_lead(${id})`)))
    expect(lines[1]).toBe('D Call crm.convert_lead: 1 call, 5 credits')
    expect(transcript(await talk.say(client.query(`EXPLAIN ANALYZE CALL crm.convert_lead(${id})`))).join()).toMatch(
      /25006/,
    )
  })
})

describe('files at records', () => {
  it('go and come as values, whatever they hold', async () => {
    const id = await newLead('Filed')
    for (const [name, file] of [
      ['naïve “1”.bin', Buffer.from([0, 1, 2, 255, 92, 120])],
      ['empty.txt', Buffer.alloc(0)],
      ['error.json', Buffer.from('{"code":"INVALID_DATA","status":"error","message":"no","details":{}}')],
    ] as const) {
      const [made] = await db.callProcedure<{ id: string }>(null, 'crm', 'upload_attachment', ['Leads', id, file, name])
      const sql = 'CALL crm.download_attachment(table => ?, id => ?, attachment => ?)'
      const [got] = await db.query<{ name: string; file: string }>(sql, ['Leads', id, made!.id])
      expect(got!.name).toBe(name)
      expect(got!.file).toBe(`\\x${file.toString('hex')}`)
    }
  })

  it('are given by nobody as a path, and downloads are open to connections that only read', async () => {
    const id = await newLead('Paths')
    const bytes = await db.callProcedure<{ id: string }>(null, 'crm', 'upload_attachment', [
      'Leads',
      id,
      Buffer.from('x'),
    ])
    const closed = await connect(`${simulator.connectionString};TokenStore=memory;ReadOnly=true`)
    const sql = `CALL crm.download_attachment('Leads', ${id}, ${bytes[0]!.id})`
    expect((await closed.query<{ name: string }>(sql))[0]!.name).toBe('file')
    const upload = await failure(() => closed.query(`CALL crm.upload_attachment('Leads', ${id}, '\\x78')`))
    expect(upload).toMatchObject({ sqlState: '25006' })
    await closed.close()
    const path = await db.query(`CALL crm.upload_attachment('Leads', ${id}, '/etc/hostname')`)
    const [held] = await db.query<{ file: string }>(`CALL crm.download_attachment('Leads', ${id}, ${path[0]!.id})`)
    expect(held!.file).toBe(`\\x${Buffer.from('/etc/hostname').toString('hex')}`)
  })
})

describe('procedures before they are called', () => {
  it('a dry run shows what they would be given, and calls nothing', async () => {
    const id = await newLead('Dry')
    const before = simulator.calls().length
    const rows = await db.query(`CALL crm.add_tags('Leads', ?, 'hot')`, [id], { dryRun: true })
    expect(rows[0]).toMatchObject({ action: 'call add_tags', id })
    expect(JSON.parse(String(rows[0]!.changes))).toEqual({ table: 'Leads', id, tags: 'hot', credits: 1 })
    expect(simulator.calls().length).toBe(before)
  })

  it('wrong arguments are told with the signature', async () => {
    const error = await failure(() => db.query("CALL crm.add_tags('a b', 1, 'x')"))
    expect(error).toMatchObject({ sqlState: '22023', hint: 'It is crm.add_tags(table text, id bigint, tags text).' })
  })

  it('a token without the scope: its name, and nothing is sent', async () => {
    const scopes = ['ZohoCRM.modules.READ', 'ZohoCRM.settings.ALL', 'ZohoCRM.org.READ', 'ZohoCRM.coql.READ']
    await using at = await startSimulator({ rows: 20, scopes })
    await using closed = await connect(`${at.connectionString};TokenStore=memory`)
    await closed.query('SELECT id FROM Leads LIMIT 1')
    const before = at.calls().length
    const error = await failure(() => closed.query('CALL crm.convert_lead(1)'))
    expect(error).toMatchObject({ sqlState: '42501', message: expect.stringContaining('ZohoCRM.modules.UPDATE') })
    expect(at.calls().length).toBe(before)
  })
})
