/**
 * A program of npm `odbc` as its README has them, written against its declarations (2.6.0) and with another import: that it
 * compiles is the test, and `odbc.test.ts` runs it.
 */
import odbc from '../../src/index.ts'

interface Thing {
  Name: string
}

async function promises(connectionString: string): Promise<string[]> {
  const config: odbc.ConnectionParameters = { connectionString, connectionTimeout: 10, loginTimeout: 10 }
  const connection: odbc.Connection = await odbc.connect(config)
  const result: odbc.Result<Thing> = await connection.query<Thing>('SELECT Name FROM Things WHERE id > ?', ['1'])
  const columns: Array<odbc.ColumnDefinition> = result.columns
  const statement: odbc.Statement = await connection.createStatement()
  await statement.prepare('SELECT Name FROM Things WHERE Kind = ?')
  await statement.bind(['A'])
  const executed: odbc.Result<Thing> = await statement.execute<Thing>()
  await statement.close()
  const options: odbc.CursorQueryOptions = { cursor: true, fetchSize: 3 }
  const cursor: odbc.Cursor = await connection.query('SELECT Name FROM Things', options)
  let rows = 0
  while (!cursor.noData) rows += (await cursor.fetch()).length
  await cursor.close()
  const tables: odbc.Result<unknown> = await connection.tables(null, 'crm', null, null)
  await connection.setIsolationLevel(odbc.SQL_TXN_READ_COMMITTED)
  await connection.beginTransaction()
  await connection.commit()
  await connection.close()
  return [...columns.map(({ name }) => name), String(result.count + executed.length + rows), String(tables.length > 2)]
}

function callbacks(connectionString: string, done: (said: string) => undefined): void {
  odbc.connect(connectionString, (error: odbc.NodeOdbcError, connection: odbc.Connection) => {
    if (error) return done(error.odbcErrors[0]!.state)
    connection.query<Thing>('SELECT Name FROM Things', (error1: odbc.NodeOdbcError, result: odbc.Result<Thing>) => {
      if (error1) return done(error1.message)
      connection.createStatement((error2, statement) => {
        if (error2) return done(error2.message)
        statement.prepare('SELECT Name FROM Things WHERE Kind = ?', (error3) => {
          if (error3) return done(error3.message)
          statement.bind(['B'], (error4) => {
            if (error4) return done(error4.message)
            statement.execute<Thing>((error5, found) => {
              if (error5) return done(error5.message)
              connection.close((error6) => done(error6 ? error6.message : `${result.count} ${found[0]!.Name}`))
              return undefined
            })
            return undefined
          })
          return undefined
        })
        return undefined
      })
      return undefined
    })
    return undefined
  })
}

async function pooled(connectionString: string): Promise<number> {
  const parameters: odbc.PoolParameters = { connectionString, initialSize: 2, maxSize: 4, shrink: true }
  const pool: odbc.Pool = await odbc.pool(parameters)
  const result: odbc.Result<Thing> = await pool.query<Thing>('SELECT Name FROM Things')
  await pool.close()
  return result.count
}

/** What each of them finds in the company of four rows. */
export const run = async (connectionString: string): Promise<unknown[]> => [
  await promises(connectionString),
  await new Promise((resolve) => callbacks(connectionString, (said) => void resolve(said))),
  await pooled(connectionString),
]
