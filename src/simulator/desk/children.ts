/** What belongs to one record: threads, comments, time entries, history, tags. Made when it is first looked at. */
import { type Chance, days, stamp } from './company/random.ts'
import { notes, smallTalk } from './company/texts.ts'
import { caseOf, filled, wordsOf } from './company/tickets.ts'
import type { GivenDesk } from './given.ts'
import { deskId } from './ids.ts'
import type { DeskRecord } from './store.ts'

export interface DeskTag {
  readonly id: string
  readonly name: string
}

const made = <T>(map: Map<string, T>, key: string, make: () => T): T => {
  const known = map.get(key)
  if (known !== undefined) return known
  const fresh = make()
  map.set(key, fresh)
  return fresh
}

export class TicketChildren {
  readonly #chance: Chance
  /** Of a given desk what it has; else records have threads and comments by their counts. */
  readonly #given: GivenDesk['owned']
  readonly #comments = new Map<string, DeskRecord[]>()
  readonly #threads = new Map<string, readonly DeskRecord[]>()
  readonly #tags = new Map<string, readonly string[]>()
  #written = 0

  constructor(chance: Chance, given: GivenDesk['owned'] | undefined) {
    this.#chance = chance
    this.#given = given
  }

  #givenTo(kind: keyof NonNullable<GivenDesk['owned']>, id: string): readonly DeskRecord[] | undefined {
    return this.#given && [...(this.#given[kind]?.[id] ?? [])]
  }

  /** Comments of a record, oldest first. */
  comments(record: DeskRecord): DeskRecord[] {
    return made(this.#comments, record.id, () => [
      ...(this.#givenTo('comments', record.id) ?? this.#makeComments(record)),
    ])
  }

  #makeComments(record: DeskRecord): DeskRecord[] {
    const count = Number(record.commentCount ?? 0)
    const index = Number(record.$index ?? 0)
    const created = Date.parse(record.createdTime as string)
    return Array.from({ length: count }, (_, i) => {
      const at = stamp(created + (i + 1) * 3_600_000 + (index % 1000))
      return {
        id: deskId('comments', index * 4 + i),
        content: this.#chance.pick(notes, `note ${i}`, index),
        contentType: 'plainText',
        isPublic: this.#chance.yes(0.2, `public ${i}`, index),
        commenterId: deskId('agents', this.#chance.number(0, 6, `commenter ${i}`, index)),
        commentedTime: at,
        modifiedTime: at,
        attachments: [],
      }
    })
  }

  /** An id for a comment that is written. */
  nextCommentId(): string {
    return deskId('comments', 90_000_000 + this.#written++)
  }

  /** Threads of a ticket, newest first. */
  threads(ticket: DeskRecord): readonly DeskRecord[] {
    return made(this.#threads, ticket.id, () => this.#givenTo('threads', ticket.id) ?? this.#makeThreads(ticket))
  }

  #makeThreads(ticket: DeskRecord): readonly DeskRecord[] {
    const index = Number(ticket.$index ?? 0)
    const texts = this.#texts(index, String(ticket.subject))
    const created = Date.parse(ticket.createdTime as string)
    const count = Number(ticket.threadCount ?? 0)
    const threads = Array.from({ length: count }, (_, i) => {
      const inward = i % 2 === 0
      const content = texts[i] ?? this.#chance.pick(smallTalk, `talk ${i}`, index)
      return {
        id: deskId('threads', index * 12 + i),
        channel: i === 0 ? String(ticket.channel).toUpperCase() : 'EMAIL',
        direction: inward ? 'in' : 'out',
        visibility: 'public',
        status: 'SUCCESS',
        isDescriptionThread: i === 0,
        createdTime: stamp(Math.min(this.#chance.end, created + i * 5_400_000)),
        authorId: inward ? ticket.contactId : (ticket.assigneeId ?? deskId('agents', 0)),
        summary: content.slice(0, 150),
        content: `<div>${content}</div>`,
        hasAttach: false,
        attachmentCount: 0,
        contentType: 'text/html',
      }
    })
    return threads.reverse()
  }

  #texts(index: number, product: string): readonly string[] {
    const kind = caseOf(this.#chance, index)
    const words = wordsOf(this.#chance, index, product)
    const turns = Math.max(kind.asks.length, kind.answers.length)
    const texts = Array.from({ length: turns }, (_, i) => [kind.asks[i], kind.answers[i]]).flat()
    return texts.filter((text) => text !== undefined).map((text) => filled(text, words))
  }

  timeEntries(ticket: DeskRecord): readonly DeskRecord[] {
    const given = this.#givenTo('timeEntries', ticket.id)
    if (given) return given
    const index = Number(ticket.$index ?? 0)
    const count = this.#chance.number(0, 2, 'time entries', index)
    return Array.from({ length: count }, (_, i) => ({
      id: deskId('timeEntries', index * 3 + i),
      requestId: ticket.id,
      ownerId: deskId('agents', this.#chance.number(0, 6, `worker ${i}`, index)),
      executedTime: stamp(Date.parse(ticket.createdTime as string) + days(1 + i)),
      hoursSpent: '0',
      minutesSpent: String(this.#chance.number(5, 55, `minutes ${i}`, index)),
      secondsSpent: '0',
      description: i === 0 ? 'Looked into it' : null,
      billingType: null,
      requestChargeType: null,
      createdTime: stamp(Date.parse(ticket.createdTime as string) + days(1 + i)),
      modifiedTime: stamp(Date.parse(ticket.createdTime as string) + days(1 + i)),
    }))
  }

  /** What happened to a ticket, newest first. */
  history(ticket: DeskRecord): readonly DeskRecord[] {
    const entry = (i: number, eventName: string, eventTime: unknown): DeskRecord => ({
      id: `${ticket.id}${i}`,
      eventName,
      eventTime: eventTime as string,
      actor: { id: ticket.modifiedBy ?? null, type: 'Agent' },
      source: 'System',
      eventInfo: [],
    })
    const closed = ticket.closedTime ? [entry(2, 'TicketClosed', ticket.closedTime)] : []
    return [...closed, entry(1, 'TicketUpdated', ticket.modifiedTime), entry(0, 'TicketCreated', ticket.createdTime)]
  }

  tagNames(ticket: DeskRecord): readonly string[] {
    return this.#tags.get(ticket.id) ?? ((ticket.$tags ?? []) as readonly string[])
  }

  setTags(ticket: DeskRecord, names: readonly string[]): void {
    this.#tags.set(ticket.id, names)
  }
}
