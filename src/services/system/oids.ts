/**
 * Numbers for objects that PostgreSQL gave none: made from their names, so that they are the same after a restart and
 * whatever else there is.
 */
export class Oids {
  readonly #taken = new Map<number, string>()

  /** @param key says which object it is: `table crm.Leads` */
  of(key: string): number {
    for (let oid = hash(key); ; oid = oid === last ? first : oid + 1) {
      const owner = this.#taken.get(oid)
      if (owner !== undefined && owner !== key) continue
      this.#taken.set(oid, key)
      return oid
    }
  }
}

/** From here on PostgreSQL numbers what users make. */
const first = 16_384
const last = 0x7fff_ffff

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c_9dc5
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x0100_0193)
  return first + ((value >>> 0) % (last - first))
}
