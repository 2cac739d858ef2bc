import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { peggyForVite } from './tools/peggy-plugin.ts'

/** Tests of the built package; for them, and only for them, it is built first. */
const built = 'test/**/*.built.test.ts'

export default defineConfig({
  plugins: [peggyForVite],
  test: {
    // For what never ends. How long anything takes depends on what else the machine does.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    setupFiles: 'test/support/setup.ts',
    // By default a core stays free, which of two is half; tests wait a sixth of their time, so that two cores have work for three.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      { extends: true, test: { name: 'source', include: ['test/**/*.test.ts'], exclude: [built] } },
      { extends: true, test: { name: 'built', include: [built], globalSetup: 'tools/build-once.ts' } },
    ],
  },
})
