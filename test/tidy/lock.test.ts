import { expect, it } from 'vitest'
import { missing, readLock } from '../../tools/complete-lock.ts'

it('the lock file holds the optional packages of every platform: without them npm ci refuses it', () => {
  expect(missing(readLock())).toEqual([])
})
