/** Guards taken out one by one, each with the tests that must notice. */

export interface Mutant {
  /** What is no longer seen to. */
  readonly name: string
  /** Text of one file of src, wherever that stands: it is in no other, and in that one once. */
  readonly find: string
  readonly replace: string
  /** Test files or folders, of which one test at least must fail. */
  readonly tests: readonly string[]
}

const guards = ['test/faults/guards.test.ts']
const ahead = ['test/faults/ahead.test.ts']
const staging = ['test/exec/staging.test.ts']
const cache = ['test/exec/cache.test.ts']

export const mutants: readonly Mutant[] = [
  {
    name: 'a numbered page is taken whatever it holds',
    find: 'const continues = this.#continues(rows, page > 1) && this.#leads(rows, more)',
    replace: 'const continues = this.#leads(rows, more)',
    tests: guards,
  },
  {
    name: 'a numbered page may begin after what is known',
    find: 'return ids[0] !== undefined && !this.#isAfter(ids[0], this.#last)',
    replace: 'return true',
    tests: guards,
  },
  {
    name: 'wide rows are put together whether or not they changed in between',
    find: 'piece && piece[marker] === pieces[0]![marker]',
    replace: 'piece',
    tests: guards,
  },
  {
    name: 'torn rows are left out instead of read again',
    find: 'torn.length > 0 ? await again(torn) : new Map()',
    replace: 'new Map()',
    tests: guards,
  },
  {
    name: 'BETWEEN in place of two comparisons is not wider than they are',
    find: 'low && moved(low.value, -1), high && moved(high.value, 1)',
    replace: 'low?.value, high?.value',
    tests: guards,
  },
  {
    name: 'BETWEEN is wider at its lower end only',
    find: 'high && moved(high.value, 1)',
    replace: 'high?.value',
    tests: guards,
  },
  {
    name: 'a short page in an order is the answer',
    find: 'if (more && rows.length < this.#wanted + this.#skip) throw this.#tooShort()',
    replace: '',
    tests: guards,
  },
  {
    name: 'a short page in an order teaches nothing',
    find: 'this.#reader.knowledge.of(module).orderRefused = true',
    replace: '',
    tests: guards,
  },
  {
    name: 'a page read ahead is taken although rows before it went',
    find: 'if (first && last && !isBeyond(idOf(first)) && isBeyond(idOf(last))) return page',
    replace: 'if (first && last) return page',
    tests: ahead,
  },
  {
    name: 'pages read ahead do not end with the loop',
    find: `    this.#pages = []
    this.#stop.abort()`,
    replace: '    this.#pages = []',
    tests: ahead,
  },
  {
    name: 'kept answers never grow old',
    find: 'this.#options.now() - entry.at < this.#options.ttlMs',
    replace: 'true',
    tests: cache,
  },
  {
    name: 'answers of one account serve another',
    find: '[this.#options.account, scan.schema, scan.key]',
    replace: '[scan.schema, scan.key]',
    tests: cache,
  },
  {
    name: 'hints are part of what a scan asks',
    find: 'if (hints.has(name)) return undefined',
    replace: '',
    tests: cache,
  },
  {
    name: 'keys narrow a scan whose columns then come in other places',
    find: 'columns.join() === scan.offer.scan.columns.join() &&',
    replace: '',
    tests: staging,
  },
  {
    name: 'keys narrow a scan that does not filter by them exactly',
    find: "verdicts.at(-1)?.outcome === 'exact'",
    replace: 'true',
    tests: staging,
  },
  {
    name: 'keys are asked for although the whole costs less',
    find: 'return isCheaper(whole, offers, rows) ? [scan.offer] : offers',
    replace: 'return offers',
    tests: staging,
  },
  {
    name: 'more keys are asked for than lists may hold',
    find: 'if (found.size === most) return undefined',
    replace: '',
    tests: staging,
  },
  {
    name: 'pages are staged while a statement of SQLite hands out rows',
    find: 'for (const reading of this.#running) watched(this.#look, () => reading.fetchRest(this.#guard.tick))',
    replace: '',
    tests: ['test/engine/workspace.test.ts', ...staging],
  },
  {
    name: 'the file of a job may lack rows',
    find: 'if (read !== count) throw new DamagedFile(',
    replace: 'if (read > count) throw new DamagedFile(',
    tests: guards,
  },
  {
    name: 'jobs by page number bring rows twice',
    find: 'if (job.more && !job.token) for (const row of fresh) seen.add(idOf(row))',
    replace: '',
    tests: guards,
  },
  {
    name: 'calls go on beyond maxCredits',
    find: 'if (meter.creditsMax === undefined || total <= meter.creditsMax) return',
    replace: 'return',
    tests: ['test/driver/limits.test.ts'],
  },
]
