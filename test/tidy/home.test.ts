import { homedir, tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { dataDirectory } from '../../src/driver/inner.ts'

it('no test sees the home or the settings of whoever runs it', () => {
  expect(homedir().startsWith(tmpdir())).toBe(true)
  expect(dataDirectory().startsWith(homedir())).toBe(true)
  expect(Object.keys(process.env).filter((name) => /^ZOHOSQL_(?!SQL_)/i.test(name))).toEqual([])
})
