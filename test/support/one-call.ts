import { createClient } from '../../src/auth/index.ts'
import { resolveConfig } from '../../src/config/index.ts'

// One process of many: says that it is ready, waits for the word, makes one call and prints how that went.
const client = createClient(resolveConfig(process.argv[2]))
process.stdout.write('ready\n')
process.stdin.once('data', async () => {
  const outcome = await client.request({ path: '/crm/v8/org', whole: { statuses: [200] } }).then(
    ({ status }) => String(status),
    (error) => `${error.sqlState} ${error.message}`,
  )
  await client.close()
  process.stdout.write(`${outcome}\n`)
  process.exit()
})
