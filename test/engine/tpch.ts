import { date, integer, numeric, type SqlType, type Value, varchar } from '../../src/base/types.ts'

/** The tables of TPC-H, very small, filled so that each of its queries has something to find. */

interface Table {
  readonly name: string
  readonly columns: Readonly<Record<string, SqlType>>
  readonly rows: readonly (readonly Value[])[]
}

const money = numeric(15, 2)
const char = (length: number): SqlType => ({ name: 'char', length })

let state = 42
/** A number below n; the same sequence in every run. */
const below = (n: number): number => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
  return (state >>> 8) % n
}
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!
const price = (from: number, to: number): string => (from + below((to - from) * 100) / 100).toFixed(2)
const day = (from: string, days: number): string =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)

const regions = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST']
const nations: readonly (readonly [string, number])[] = [
  ['ALGERIA', 0],
  ['BRAZIL', 1],
  ['CANADA', 1],
  ['EGYPT', 4],
  ['FRANCE', 3],
  ['GERMANY', 3],
  ['INDIA', 2],
  ['CHINA', 2],
  ['SAUDI ARABIA', 4],
  ['UNITED STATES', 1],
]
const words = ['green', 'forest', 'almond', 'brown', 'special', 'requests', 'Customer', 'Complaints', 'blue']
const comment = (): string => `${pick(words)} ${pick(words)} ${pick(words)}`
const list = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

const types = ['PROMO BURNISHED COPPER', 'ECONOMY ANODIZED STEEL', 'MEDIUM POLISHED BRASS', 'STANDARD PLATED BRASS']
const parts = list(30, (i) => [
  i + 1,
  `${pick(words)} part ${i}`,
  'Manufacturer#1',
  pick(['Brand#12', 'Brand#23', 'Brand#34', 'Brand#45']),
  pick(types),
  pick([1, 3, 5, 9, 14, 15, 19, 23, 36, 45, 49]),
  pick(['SM CASE', 'MED BAG', 'MED BOX', 'LG CASE', 'JUMBO PKG']),
  price(900, 1000),
  comment(),
])
const suppliers = list(12, (i) => [
  i + 1,
  `Supplier#${i}`,
  `Street ${i}`,
  below(nations.length),
  `${10 + i}-123`,
  price(-500, 9000),
  i % 4 === 0 ? 'wary Customer slow Complaints' : comment(),
])
const partSuppliers = parts.flatMap((part) =>
  list(4, (k) => [part[0]!, ((Number(part[0]) * 5 + k * 3) % 12) + 1, below(9000) + 1, price(1, 1000), comment()]),
)
const customers = list(40, (i) => [
  i + 1,
  `Customer#${i}`,
  `Road ${i}`,
  below(nations.length),
  `${pick([13, 31, 23, 29, 30, 18, 17, 44])}-555-${i}`,
  price(-900, 9900),
  pick(['BUILDING', 'AUTOMOBILE', 'MACHINERY']),
  comment(),
])
const orders = list(250, (i) => [
  i + 1,
  pick(customers.slice(0, 25))[0]!,
  pick(['F', 'O', 'P', 'F']),
  price(1000, 400_000),
  day('1992-01-01', below(2400)),
  pick(['1-URGENT', '2-HIGH', '3-MEDIUM', '5-LOW']),
  `Clerk#${i}`,
  0,
  i % 9 === 0 ? 'some special kind of requests' : comment(),
])
const lines = orders.flatMap((order) =>
  list(1 + below(6), (line) => {
    const [part, supplier] = pick(partSuppliers)
    const shipped = day(String(order[4]), 1 + below(120))
    return [
      order[0]!,
      part!,
      supplier!,
      line + 1,
      `${1 + below(60)}.00`,
      price(900, 100_000),
      `0.0${below(10)}`,
      `0.0${below(9)}`,
      pick(['R', 'A', 'N']),
      pick(['O', 'F']),
      shipped,
      day(String(order[4]), 30 + below(60)),
      day(shipped, 1 + below(30)),
      pick(['DELIVER IN PERSON', 'NONE', 'TAKE BACK RETURN']),
      pick(['AIR', 'AIR REG', 'MAIL', 'SHIP', 'TRUCK']),
      comment(),
    ]
  }),
)

const table = (name: string, columns: Table['columns'], rows: Table['rows']): Table => ({ name, columns, rows })

export const tpch: readonly Table[] = [
  table(
    'region',
    { r_regionkey: integer, r_name: char(25), r_comment: varchar(152) },
    regions.map((name, i) => [i, name, 'c']),
  ),
  table(
    'nation',
    { n_nationkey: integer, n_name: char(25), n_regionkey: integer, n_comment: varchar(152) },
    nations.map(([name, region], i) => [i, name, region, 'c']),
  ),
  table(
    'part',
    {
      p_partkey: integer,
      p_name: varchar(55),
      p_mfgr: char(25),
      p_brand: char(10),
      p_type: varchar(25),
      p_size: integer,
      p_container: char(10),
      p_retailprice: money,
      p_comment: varchar(40),
    },
    parts,
  ),
  table(
    'supplier',
    {
      s_suppkey: integer,
      s_name: char(25),
      s_address: varchar(40),
      s_nationkey: integer,
      s_phone: char(15),
      s_acctbal: money,
      s_comment: varchar(101),
    },
    suppliers,
  ),
  table(
    'partsupp',
    {
      ps_partkey: integer,
      ps_suppkey: integer,
      ps_availqty: integer,
      ps_supplycost: money,
      ps_comment: varchar(199),
    },
    partSuppliers,
  ),
  table(
    'customer',
    {
      c_custkey: integer,
      c_name: varchar(25),
      c_address: varchar(40),
      c_nationkey: integer,
      c_phone: char(15),
      c_acctbal: money,
      c_mktsegment: char(10),
      c_comment: varchar(117),
    },
    customers,
  ),
  table(
    'orders',
    {
      o_orderkey: integer,
      o_custkey: integer,
      o_orderstatus: char(1),
      o_totalprice: money,
      o_orderdate: date,
      o_orderpriority: char(15),
      o_clerk: char(15),
      o_shippriority: integer,
      o_comment: varchar(79),
    },
    orders,
  ),
  table(
    'lineitem',
    {
      l_orderkey: integer,
      l_partkey: integer,
      l_suppkey: integer,
      l_linenumber: integer,
      l_quantity: money,
      l_extendedprice: money,
      l_discount: money,
      l_tax: money,
      l_returnflag: char(1),
      l_linestatus: char(1),
      l_shipdate: date,
      l_commitdate: date,
      l_receiptdate: date,
      l_shipinstruct: char(25),
      l_shipmode: char(10),
      l_comment: varchar(44),
    },
    lines,
  ),
]
