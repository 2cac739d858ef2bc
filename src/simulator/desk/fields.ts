/** How the fields of Desk's modules are described. */

/**
 * What a value is: `id` its own id, `ref` another's id, `text`, `html` (long text), `pick` (text of a picklist), `num` (a
 * counter: digits in text), `dec` (a number), `bool`, `time`, `date`, `json` (made when it is answered, or stored as it is).
 */
export type DeskKind = 'id' | 'ref' | 'text' | 'html' | 'pick' | 'num' | 'dec' | 'bool' | 'time' | 'date' | 'json'

export interface DeskField {
  readonly name: string
  readonly kind: DeskKind
  /** In list rows as they come; in search rows; in the answer to a single read. */
  readonly list: boolean
  readonly search: boolean
  readonly detail: boolean
  /** Named by metadata; may be written; must be given to a new record. */
  readonly listed: boolean
  readonly writable: boolean
  readonly required: boolean
  readonly maxLength?: number
}

function fieldOf(text: string): DeskField {
  const [name = '', kind = 'text', where = '', length] = text.split(':')
  return {
    name,
    kind: kind as DeskKind,
    list: where.includes('l'),
    search: where.includes('s'),
    detail: where.includes('d'),
    listed: where.includes('m'),
    writable: where.includes('w'),
    required: where.includes('r'),
    ...(length === undefined ? {} : { maxLength: Number(length) }),
  }
}

/** `name:kind:where:length`; `where`: l list, s search, d single read, m metadata, w writable, r required. */
export const fields = (text: string): readonly DeskField[] => text.trim().split(/\s+/).map(fieldOf)
