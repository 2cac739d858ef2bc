import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Desk, deskClient, id, smallDesk } from './desk-help.ts'
import { writeWorld } from './write-world.ts'

let simulator: Simulator
let call: Desk
let now = 0
beforeEach(async () => {
  now = Date.UTC(2026, 2, 30, 12)
  simulator = await startSimulator({ data: writeWorld, clock: () => now, desk: { data: smallDesk } })
  call = deskClient(simulator)
})
afterEach(() => simulator.close())

const post = (path: string, body: unknown) => call(path, { method: 'POST', body })
const patch = (path: string, body: unknown) => call(path, { method: 'PATCH', body })
const row = (module: string, key: string): Record<string, unknown> | undefined =>
  simulator.deskRows(module).find((record) => record.id === key)
const wrong = ({ body }: { body: { errors: { fieldName: string; errorType: string }[] } }): string[] =>
  body.errors.map(({ fieldName, errorType }) => `${fieldName} ${errorType}`)

const ticket = { departmentId: id(11, 1), contactId: id(21, 1), subject: 'It leaks' }

describe('records', () => {
  it('are made: a ticket in full, with what Desk puts in by itself', async () => {
    const { status, body } = await post('/tickets', {
      ...ticket,
      cf: { cf_hours: '12', cf_signs: 'a;b' },
      dueDate: '2026-04-01T00:00:00Z',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ticketNumber: '107',
      status: 'Open',
      statusType: 'Open',
      accountId: id(22, 1),
      email: 'lena@river.example',
      createdTime: '2026-03-30T12:00:00.000Z',
      dueDate: '2026-04-01T00:00:00.000Z',
      cf: { cf_hours: '12', cf_signs: 'a;b', cf_serial_no: null },
    })
    expect(row('tickets', body.id)).toMatchObject({ cf: { cf_hours: 12, cf_signs: ['a', 'b'] } })
    expect(simulator.writes()).toMatchObject([{ module: 'desk/tickets', operation: 'insert', id: body.id }])
    expect(simulator.stats().byRoad.deskWrite.credits).toBe(1)
  })

  it('a ticket may bring its contact along', async () => {
    const { contactId: _contactId, ...rest } = ticket
    const made = await post('/tickets', { ...rest, contact: { lastName: 'New', email: 'new@nowhere.example' } })
    expect(row('contacts', made.body.contactId)).toMatchObject({ lastName: 'New' })
    const known = await post('/tickets', { ...rest, contact: { lastName: 'x', email: 'LENA@river.example' } })
    expect(known.body.contactId).toBe(id(21, 1))
  })

  it('are refused with a reason for each cell, and nothing is stored', async () => {
    const bad = await post('/tickets', {
      departmentId: '1',
      subject: 'x'.repeat(1001),
      nope: 1,
      createdTime: 'x',
      cf: { cf_hours: 'many', cf_no: 1 },
    })
    expect([bad.status, bad.body.errorCode]).toEqual([422, 'INVALID_DATA'])
    expect(wrong(bad)).toEqual([
      '/departmentId invalid',
      '/subject invalid',
      '/nope invalid',
      '/createdTime invalid',
      '/cf/cf_hours invalid',
      '/cf/cf_no invalid',
      '/contactId missing',
    ])
    expect(wrong(await post('/contacts', { firstName: 'x' }))).toEqual(['/lastName missing'])
    expect(wrong(await post('/contacts', { lastName: 'x', email: 'Lena@river.example' }))).toEqual(['/email duplicate'])
    expect(wrong(await patch(`/tickets/${id(20, 1)}`, { dueDate: '2026-04-01T00:00:00+02:00' }))).toEqual([
      '/dueDate invalid',
    ])
    expect((await call('/tickets', { method: 'POST' })).body.errorCode).toBe('EMPTY_PAYLOAD')
    expect(simulator.writes()).toEqual([])
  })

  it('are changed: what is named, and when', async () => {
    const key = id(20, 2)
    const { body } = await patch(`/tickets/${key}`, {
      status: 'Waiting on parts',
      priority: 'Low',
      assigneeId: null,
      cf: { cf_serial_no: 'PX-9' },
    })
    expect(body).toMatchObject({
      statusType: 'On Hold',
      closedTime: null,
      onholdTime: '2026-03-30T12:00:00.000Z',
      assigneeId: null,
    })
    expect(row('tickets', key)).toMatchObject({
      subject: 'No invoice',
      priority: 'Low',
      modifiedTime: '2026-03-30T12:00:00.000Z',
      cf: { cf_serial_no: 'PX-9', cf_hours: 10 },
    })
    expect((await call(`/tickets/${key}`, { method: 'PUT', body: {} })).status).toBe(405)
    expect((await patch(`/tickets/${id(20, 99)}`, { subject: 'x' })).status).toBe(404)
    await post(`/tickets/${key}/move`, { departmentId: id(11, 1) })
    expect(row('tickets', key)).toMatchObject({ departmentId: id(11, 1) })
  })

  it('many at once, by one field', async () => {
    const some = [id(20, 1), id(20, 2)]
    expect(
      (await post('/tickets/updateMany', { ids: some, fieldName: 'priority', fieldValue: 'Low', isCustomField: false }))
        .status,
    ).toBe(204)
    await post('/tickets/updateMany', { ids: some, fieldName: 'cf_warranty', fieldValue: 'true', isCustomField: true })
    for (const key of some) expect(row('tickets', key)).toMatchObject({ priority: 'Low', cf: { cf_warranty: true } })
    const { body } = await post('/contacts/updateMany', {
      ids: [id(21, 1), id(21, 9)],
      fieldName: 'type',
      fieldValue: 'paidUser',
      isCustomField: false,
    })
    expect(body.results).toMatchObject([
      { success: true, errors: null },
      { success: false, errors: { httpCode: '404' } },
    ])
    expect(simulator.stats().byRoad.deskWrite.credits).toBe(75)
    expect(
      (
        await post('/tickets/updateMany', {
          ids: Array.from({ length: 51 }, (_, i) => String(i)),
          fieldName: 'priority',
          fieldValue: 'x',
        })
      ).status,
    ).toBe(422)
    expect((await post('/closeTickets', { ids: some })).status).toBe(200)
    expect(row('tickets', some[0]!)).toMatchObject({ statusType: 'Closed' })
  })

  it('go into the trash, where only their id finds them', async () => {
    const key = id(20, 1)
    expect((await post('/tickets/moveToTrash', { ticketIds: [key] })).status).toBe(204)
    expect(simulator.stats().byRoad.deskWrite.credits).toBe(6)
    expect((await call(`/tickets/search?id=${key}`)).status).toBe(204)
    expect((await call(`/tickets/${key}`)).body).toMatchObject({ isTrashed: true })
    simulator.setVariants({ deskTrashed: 'missing' })
    expect((await call(`/tickets/${key}`)).status).toBe(404)
    expect(wrong(await post('/tickets/moveToTrash', { ids: [key] }))).toEqual(['/ticketIds missing'])
  })
})

it('the index of searches lags behind what was written', async () => {
  simulator.setVariants({ deskIndexDelay: 60_000 })
  const { body } = await post('/tickets', ticket)
  await patch(`/tickets/${id(20, 6)}`, { subject: 'Silence' })
  await post('/tickets/moveToTrash', { ticketIds: [id(20, 1)] })
  const subjects = async (): Promise<string[]> =>
    (await call('/tickets/search?sortBy=createdTime&limit=50')).body.data.map(
      (found: { subject: string }) => found.subject,
    )
  const before = ['Pump stops', 'No invoice', 'Pump is loud', 'Where is the part', 'pumping plan', 'Noise']
  expect(await subjects()).toEqual(before)
  expect((await call(`/tickets/${body.id}`)).status).toBe(200)
  expect((await call('/tickets?sortBy=createdTime')).body.data).toHaveLength(6)
  now += 60_000
  expect(await subjects()).toEqual([...before.slice(1, 5), 'Silence', 'It leaks'])
})

describe('what belongs to a record', () => {
  it('comments are written, changed and taken away', async () => {
    const path = `/tickets/${id(20, 1)}/comments`
    const made = await post(path, { content: 'Called him', isPublic: false })
    expect(made.body).toMatchObject({
      content: 'Called him',
      contentType: 'plainText',
      commenter: { firstName: 'Ivo' },
    })
    const one = `${path}/${made.body.id}`
    expect((await patch(one, { content: 'Called twice' })).body.content).toBe('Called twice')
    expect((await patch(one, { content: 'x', isPublic: true })).status).toBe(422)
    expect((await call(path)).body.data).toHaveLength(1)
    expect((await call(`/tickets/${id(20, 1)}`)).body).toMatchObject({
      commentCount: '1',
      modifiedTime: '2026-03-20T08:00:00.000Z',
    })
    simulator.setVariants({ deskCommentTouches: true })
    await post(path, { content: 'Again' })
    expect((await call(`/tickets/${id(20, 1)}`)).body.modifiedTime).toBe('2026-03-30T12:00:00.000Z')
    expect((await call(one, { method: 'DELETE' })).status).toBe(200)
    expect((await call(path)).body.data).toHaveLength(1)
  })

  it('tags', async () => {
    const path = `/tickets/${id(20, 1)}`
    await post(`${path}/associateTag`, { tags: ['warranty', 'loud'] })
    await post(`${path}/dissociateTag`, { tags: ['LOUD'] })
    expect((await call(`${path}/tags`)).body.data).toMatchObject([{ name: 'warranty' }])
    expect((await call('/tickets/search?tag=warranty')).body.count).toBe(1)
    expect((await post(`${path}/associateTag`, { tags: ['x'] })).status).toBe(422)
  })

  it('no mail leaves the desk, and whoever tries is noticed', async () => {
    expect((await post(`/tickets/${id(20, 1)}/sendReply`, { content: 'x' })).status).toBe(404)
    expect(simulator.breaches().map(({ kind }) => kind)).toContain('mail')
  })
})
