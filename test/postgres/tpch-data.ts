/**
 * The eight tables of TPC-H at a tiny scale. Value lists, ranges and ties between tables are the specification's; rare
 * values that the queries look for are drawn more often than there, so that at this scale each query finds rows.
 */
import { Chance } from './chance.ts'
import type { Column, Company, KindName, TableSpec } from './tables.ts'

type Row = Readonly<Record<string, unknown>>

/** Rows of each table per unit of scale. */
const sizes = { supplier: 40, part: 400, customer: 300, orders: 2400 } as const

const regions = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST']
const nations: readonly (readonly [string, number])[] = [
  ['ALGERIA', 0],
  ['ARGENTINA', 1],
  ['BRAZIL', 1],
  ['CANADA', 1],
  ['EGYPT', 4],
  ['ETHIOPIA', 0],
  ['FRANCE', 3],
  ['GERMANY', 3],
  ['INDIA', 2],
  ['INDONESIA', 2],
  ['IRAN', 4],
  ['IRAQ', 4],
  ['JAPAN', 2],
  ['JORDAN', 4],
  ['KENYA', 0],
  ['MOROCCO', 0],
  ['MOZAMBIQUE', 0],
  ['PERU', 1],
  ['CHINA', 2],
  ['ROMANIA', 3],
  ['SAUDI ARABIA', 4],
  ['VIETNAM', 2],
  ['RUSSIA', 3],
  ['UNITED KINGDOM', 3],
  ['UNITED STATES', 1],
]

const words = (text: string): string[] => text.split(' ')
const colors = words(
  'almond antique azure beige black blue chocolate coral cream forest green ivory lace lime navy olive',
)
const syllables = [
  words('STANDARD SMALL MEDIUM LARGE ECONOMY PROMO'),
  words('ANODIZED BURNISHED PLATED POLISHED BRUSHED'),
  words('TIN NICKEL BRASS STEEL COPPER'),
] as const
const containers = [words('SM LG MED JUMBO WRAP'), words('CASE BOX BAG JAR PKG PACK CAN DRUM')] as const
const segments = words('AUTOMOBILE BUILDING FURNITURE MACHINERY HOUSEHOLD')
const priorities = ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW']
const modes = ['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB']
const instructions = ['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN']
const nouns = words('packages requests accounts deposits foxes ideas theodolites instructions dependencies excuses')
const adjectives = words(
  'special pending unusual express furious sly careful blithe quick final ironic even bold silent',
)

/** Prices come from whole cents: a sum of decimals must not begin as a rounding error. */
const cents = (amount: number): number => amount / 100
const sentence = (chance: Chance): string =>
  Array.from({ length: chance.whole(2, 4) }, () => `${chance.pick(adjectives)} ${chance.pick(nouns)}`).join(' ')

const firstDay = Date.UTC(1992, 0, 1)
const dayMs = 86_400_000
const isoDay = (day: number): string => new Date(firstDay + day * dayMs).toISOString().slice(0, 10)
/** 1998-08-02, the last day of an order. */
const lastOrderDay = 2405
/** 1995-06-17: what was received by then has been returned or accepted. */
const today = 1263

const phone = (chance: Chance, nation: number): string =>
  `${10 + nation}-${chance.whole(100, 999)}-${chance.whole(100, 999)}-${chance.whole(1000, 9999)}`

const many = (count: number, make: (index: number) => Row): Row[] => Array.from({ length: count }, (_, i) => make(i))

function supplier(chance: Chance, index: number): Row {
  // Half of them are in the nations that queries name.
  const named = [7, 20, 3, 6, 2]
  const nation = index % 2 ? named[(index >> 1) % named.length]! : (index * 7) % 25
  return {
    s_suppkey: index + 1,
    s_name: `Supplier#${String(index + 1).padStart(9, '0')}`,
    s_address: `${chance.whole(1, 999)} ${chance.pick(colors)} street`,
    s_nationkey: nation,
    s_phone: phone(chance, nation),
    s_acctbal: cents(chance.whole(-99_999, 999_999)),
    s_comment: chance.odds(0.1) ? `slow Customer ${chance.pick(adjectives)} Complaints` : sentence(chance),
  }
}

const retailPrice = (key: number): number => cents(90_000 + (Math.trunc(key / 10) % 20_001) + 100 * (key % 1000))

function part(chance: Chance, index: number): Row {
  const maker = chance.whole(1, 5)
  const rare = chance.odds(0.05)
  return {
    p_partkey: index + 1,
    p_name: Array.from({ length: 5 }, () => chance.pick(colors)).join(' '),
    p_mfgr: `Manufacturer#${maker}`,
    p_brand: rare ? 'Brand#23' : `Brand#${maker}${chance.whole(1, 5)}`,
    p_type: chance.odds(0.05) ? 'ECONOMY ANODIZED STEEL' : syllables.map((list) => chance.pick(list)).join(' '),
    p_size: chance.odds(0.1) ? 15 : chance.whole(1, 50),
    p_container: rare ? 'MED BOX' : containers.map((list) => chance.pick(list)).join(' '),
    p_retailprice: retailPrice(index + 1),
    p_comment: sentence(chance),
  }
}

/** The four suppliers of a part, spread by the specification's formula. */
const supplierOf = (partKey: number, corner: number, suppliers: number): number =>
  ((partKey + corner * (suppliers / 4 + Math.trunc((partKey - 1) / suppliers))) % suppliers) + 1

function customer(chance: Chance, index: number): Row {
  const nation = chance.whole(0, 24)
  return {
    c_custkey: index + 1,
    c_name: `Customer#${String(index + 1).padStart(9, '0')}`,
    c_address: `${chance.whole(1, 999)} ${chance.pick(colors)} road`,
    c_nationkey: nation,
    c_phone: phone(chance, nation),
    c_acctbal: cents(chance.whole(-99_999, 999_999)),
    c_mktsegment: chance.pick(segments),
    c_comment: sentence(chance),
  }
}

interface Sizes {
  readonly suppliers: number
  readonly parts: number
  readonly customers: number
}

function line(chance: Chance, order: { key: number; day: number; large: boolean }, number: number, of: Sizes) {
  const partKey = chance.whole(1, of.parts)
  const quantity = order.large ? chance.whole(44, 50) : chance.whole(1, 50)
  const ship = order.day + chance.whole(1, 121)
  const receipt = ship + chance.whole(1, 30)
  return {
    l_orderkey: order.key,
    l_partkey: partKey,
    l_suppkey: supplierOf(partKey, chance.whole(0, 3), of.suppliers),
    l_linenumber: number,
    l_quantity: quantity,
    l_extendedprice: Math.round(quantity * retailPrice(partKey) * 100) / 100,
    l_discount: cents(chance.whole(0, 10)),
    l_tax: cents(chance.whole(0, 8)),
    l_returnflag: receipt <= today ? chance.pick(['R', 'A']) : 'N',
    l_linestatus: ship > today ? 'O' : 'F',
    l_shipdate: isoDay(ship),
    l_commitdate: isoDay(order.day + chance.whole(30, 90)),
    l_receiptdate: isoDay(receipt),
    l_shipinstruct: chance.pick(instructions),
    l_shipmode: chance.pick(modes),
    l_comment: sentence(chance),
  }
}

type Line = ReturnType<typeof line>

const statusOf = (lines: readonly Line[]): string => {
  const states = new Set(lines.map((item) => item.l_linestatus))
  return states.size > 1 ? 'P' : [...states][0]!
}

/** A price with tax and discount, in exact cents. */
const lineTotal = (item: Line): number =>
  Math.round((Math.round(item.l_extendedprice * 100) * (100 - item.l_discount * 100) * (100 + item.l_tax * 100)) / 1e4)

function order(chance: Chance, index: number, of: Sizes): { readonly head: Row; readonly lines: readonly Line[] } {
  const key = (index >> 3) * 32 + (index & 7) + 1
  const large = chance.odds(0.004)
  const base = { key, day: chance.whole(0, lastOrderDay), large }
  const lines = Array.from({ length: large ? 7 : chance.whole(1, 7) }, (_, n) => line(chance, base, n + 1, of))
  // A third of the customers never order.
  const customerKey = chance.whole(1, of.customers)
  const head = {
    o_orderkey: key,
    o_custkey: customerKey % 3 === 0 ? customerKey - 1 : customerKey,
    o_orderstatus: statusOf(lines),
    o_totalprice: cents(lines.reduce((sum, item) => sum + lineTotal(item), 0)),
    o_orderdate: isoDay(base.day),
    o_orderpriority: chance.pick(priorities),
    o_clerk: `Clerk#${String(chance.whole(1, 10)).padStart(9, '0')}`,
    o_shippriority: 0,
    o_comment: sentence(chance),
  }
  return { head, lines }
}

const columnKinds: Readonly<Record<string, string>> = {
  region: 'r_regionkey bigint, r_name text, r_comment text',
  nation: 'n_nationkey bigint, n_name text, n_regionkey bigint, n_comment text',
  supplier:
    's_suppkey bigint, s_name text, s_address text, s_nationkey bigint, s_phone phone, s_acctbal currency, s_comment text',
  part: 'p_partkey bigint, p_name text, p_mfgr picklist, p_brand picklist, p_type text, p_size integer, p_container picklist, p_retailprice currency, p_comment text',
  partsupp: 'ps_partkey bigint, ps_suppkey bigint, ps_availqty integer, ps_supplycost currency, ps_comment text',
  customer:
    'c_custkey bigint, c_name text, c_address text, c_nationkey bigint, c_phone phone, c_acctbal currency, c_mktsegment picklist, c_comment text',
  orders:
    'o_orderkey bigint, o_custkey bigint, o_orderstatus picklist, o_totalprice currency, o_orderdate date, o_orderpriority picklist, o_clerk text, o_shippriority integer, o_comment text',
  lineitem:
    'l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer, l_quantity currency, l_extendedprice currency, l_discount currency, l_tax currency, l_returnflag picklist, l_linestatus picklist, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct picklist, l_shipmode picklist, l_comment text',
}

const columnsOf = (name: string, rows: readonly Row[]): Column[] =>
  columnKinds[name]!.split(', ').map((entry) => {
    const [column, kind] = entry.split(' ') as [string, KindName]
    if (kind !== 'picklist') return { name: column, kind, display: /_name$/.test(column) }
    return { name: column, kind, values: [...new Set(rows.map((row) => String(row[column])))] }
  })

const system: readonly Column[] = [
  { name: 'id', kind: 'bigint' },
  { name: 'Created_Time', kind: 'datetime' },
  { name: 'Modified_Time', kind: 'datetime' },
]

function tableOf(name: string, sequence: number, rows: readonly Row[]): TableSpec {
  const made = '2024-01-01T00:00:00Z'
  const base = BigInt(sequence + 1) * 10_000_000n + 4_876_876_000_000_000_000n
  const whole = rows.map((row, i) => ({
    id: String(base + BigInt(i)),
    Created_Time: made,
    Modified_Time: made,
    ...row,
  }))
  return { name, columns: [...system, ...columnsOf(name, rows)], rows: whole }
}

/** @param scale 1: about 9,600 line items. */
export function tpch(scale: number, seed = 1): Company {
  const chance = new Chance(seed)
  const count = (size: number): number => Math.max(4, Math.round(size * scale))
  const of = { suppliers: count(sizes.supplier), parts: count(sizes.part), customers: count(sizes.customer) }
  const orders = Array.from({ length: count(sizes.orders) }, (_, i) => order(chance, i, of))
  const offer = (index: number): Row => {
    const partKey = (index >> 2) + 1
    return {
      ps_partkey: partKey,
      ps_suppkey: supplierOf(partKey, index & 3, of.suppliers),
      ps_availqty: chance.whole(1, 9999),
      ps_supplycost: cents(chance.whole(100, 100_000)),
      ps_comment: sentence(chance),
    }
  }
  const rows: Readonly<Record<string, readonly Row[]>> = {
    region: regions.map((r_name, i) => ({ r_regionkey: i, r_name, r_comment: sentence(chance) })),
    nation: nations.map(([n_name, n_regionkey], i) => ({
      n_nationkey: i,
      n_name,
      n_regionkey,
      n_comment: sentence(chance),
    })),
    supplier: many(of.suppliers, (i) => supplier(chance, i)),
    part: many(of.parts, (i) => part(chance, i)),
    partsupp: many(of.parts * 4, offer),
    customer: many(of.customers, (i) => customer(chance, i)),
    orders: orders.map(({ head }) => head),
    lineitem: orders.flatMap(({ lines }) => lines),
  }
  return {
    tables: Object.entries(rows).map(([name, list], i) => tableOf(name, i, list)),
    users: [{ id: '4876876000000411001', first_name: 'Ada', last_name: 'Moss', email: 'ada@example.test' }],
    timeZone: 'UTC',
  }
}
