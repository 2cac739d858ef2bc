import type { Offer, Verdict, Want } from '../../../source/index.ts'
import { nothingDone, pathsOf } from '../../kit/offers.ts'
import { type ChildSpec, TICKET } from '../catalog/children.ts'
import { factsOf } from '../catalog/columns.ts'
import type { ChildrenRequest } from '../request.ts'
import { callText, ownColumns, scanOf } from './common.ts'
import { idsWanted, isNamed } from './where.ts'

const CREDITS = 3

/** What belongs to the tickets that are named, or to all there are, one after the other. */
export function childrenOffer(want: Want, spec: ChildSpec): Offer {
  const found = idsWanted(want.where, isNamed(TICKET))
  const tickets = found?.ids
  const columns = ownColumns(want)
  const request: ChildrenRequest = { kind: 'children', spec, columns, tickets }
  const done = nothingDone(want.where, 'lists of what belongs to a ticket have no filter')
  const verdicts = done.verdicts.map(
    (verdict, index): Verdict =>
      index === found?.conjunct ? { sql: verdict.sql, outcome: 'exact', why: 'the list of each ticket' } : verdict,
  )
  const few = tickets?.length ?? 1
  const singly = columns.some(({ column }) => !factsOf(column).places.has('list'))
  const whole = `every ticket is asked for its own: ${CREDITS} credits for each`
  const skips = spec.counter ? `, but for those whose ${spec.counter} is 0` : ''
  return {
    scan: scanOf(
      want,
      'children',
      [callText(`tickets/${tickets?.length === 1 ? tickets[0] : '{id}'}/${spec.path}`)],
      request,
    ),
    ...done,
    verdicts,
    exact: verdicts.every(({ outcome }) => outcome === 'exact'),
    notes: tickets ? [] : [whole + skips],
    refusedPaths: pathsOf(want),
    price: {
      calls: tickets ? few : 1,
      credits: tickets ? CREDITS * few : CREDITS,
      // Of a ticket a handful, so that each costs its call.
      ...(tickets && spec.max === undefined
        ? {}
        : { perPage: { rows: tickets ? (spec.max ?? 1) : 3, credits: CREDITS } }),
      ...(singly ? { details: { singly: true } } : {}),
    },
    keys: {
      columns: columns.some(({ column }) => column.name === TICKET) ? [TICKET] : [],
      single: [],
      most: 50,
      lists: 40,
    },
  }
}
