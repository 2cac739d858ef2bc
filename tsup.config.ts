import { defineConfig } from 'tsup'
import { peggyForEsbuild } from './tools/peggy-plugin.ts'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    simulator: 'src/simulator/index.ts',
    cli: 'src/cli/main.ts',
    'engine-worker': 'src/engine/worker/worker.ts',
  },
  format: ['esm', 'cjs'],
  dts: { entry: { index: 'src/index.ts', simulator: 'src/simulator/index.ts' } },
  target: 'node22',
  platform: 'node',
  clean: true,
  shims: true,
  splitting: true,
  // 89 MB installed, one file of it needed: it travels inside the bundle.
  noExternal: ['node-sql-parser'],
  esbuildPlugins: [peggyForEsbuild],
})
