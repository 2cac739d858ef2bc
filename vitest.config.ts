import { defineConfig } from 'vitest/config'
import { peggyForVite } from './tools/peggy-plugin.ts'

export default defineConfig({
  plugins: [peggyForVite],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
})
