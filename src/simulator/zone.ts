/** Instants as Zoho writes them: local time of a zone with its offset at that instant, whole seconds. */

const dayMs = 86_400_000
const minuteMs = 60_000

const formats = new Map<string, Intl.DateTimeFormat>()
/** Offset in ms for each UTC day of a zone; null where it changes during the day. */
const days = new Map<string, Map<number, number | null>>()

function format(zone: string): Intl.DateTimeFormat {
  let made = formats.get(zone)
  if (!made) {
    made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, made)
  }
  return made
}

function computeOffset(zone: string, instant: number): number {
  const name = format(zone)
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '')
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -minutes : minutes) * minuteMs
}

function dayOffset(zone: string, day: number): number | null {
  const start = computeOffset(zone, day * dayMs)
  return start === computeOffset(zone, (day + 1) * dayMs - 1) ? start : null
}

/** Milliseconds by which local time of `zone` is ahead of UTC at `instant` (ms since the epoch). */
export function offsetAt(zone: string, instant: number): number {
  const known = days.get(zone) ?? new Map<number, number | null>()
  days.set(zone, known)
  const day = Math.floor(instant / dayMs)
  const offset = known.get(day)
  if (offset !== undefined) return offset ?? computeOffset(zone, instant)
  known.set(day, dayOffset(zone, day))
  return computeOffset(zone, instant)
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number))

/** `±HH:MM`. */
function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / minuteMs
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** An instant (ms since the epoch) as `YYYY-MM-DDTHH:mm:ss±HH:MM` in `zone`. */
export function renderInstant(instant: number, zone: string): string {
  const offset = offsetAt(zone, instant)
  return new Date(instant + offset).toISOString().slice(0, 19) + offsetText(offset)
}

/** A stored datetime (`…Z`) the way the variants want it on the wire. */
export function renderDatetime(
  stored: string,
  zones: { readonly user: string; readonly org: string },
  variants: { readonly datetimeZone: 'user' | 'org'; readonly datetimeForm: 'offset' | 'zulu' },
): string {
  if (variants.datetimeForm === 'zulu') return stored
  return renderInstant(Date.parse(stored), zones[variants.datetimeZone])
}

/** The stored form of an instant. */
export const storedInstant = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/

/** Milliseconds of an ISO 8601 text with offset; undefined when it is none. */
export function parseInstant(text: string): number | undefined {
  if (!isoInstant.test(text)) return undefined
  const instant = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(instant) ? undefined : instant
}
