/** `POST /Leads/{id}/actions/convert`: a lead becomes a contact, with an account and, if asked for, a deal. */

import { isObject, type JsonObject } from '../../base/json.ts'
import type { SimCall, SimReply } from '../http.ts'
import type { SimRecord } from '../model.ts'
import { SimRefusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { storedInstant } from '../zone.ts'
import { objectIn, rowsIn } from './body.ts'
import { outcomes } from './calls.ts'
import { type Manner, putRecord } from './commit.ts'
import { draftRow } from './draft.ts'
import { triggerKinds } from './ledger.ts'
import { failed, invalidId, oneError, type RowError, type SimElement } from './outcome.ts'

const manner: Manner = { via: 'convert', triggers: triggerKinds.slice(0, 1) }

interface RecordRef {
  readonly name: string
  readonly id: string
}

/** A record that the conversion uses or makes; `record`: it is still to be stored. */
interface ConversionPart {
  readonly module: StoredModule
  readonly existing?: SimRecord
  readonly record?: Record<string, unknown>
}

class Conversion {
  readonly #world: World
  readonly #lead: SimRecord
  readonly #asked: JsonObject
  readonly errors: RowError[] = []

  constructor(world: World, lead: SimRecord, asked: JsonObject) {
    this.#world = world
    this.#lead = lead
    this.#asked = asked
  }

  #module(name: string): StoredModule {
    const module = this.#world.modules.get(name)
    if (module) return module
    throw new SimRefusal(400, 'INVALID_MODULE', { api_name: name }, 'the module name given seems to be invalid')
  }

  #draft(name: string, cells: JsonObject): ConversionPart {
    const module = this.#module(name)
    const { record, errors } = draftRow(cells, module, {
      world: this.#world,
      path: `$.data[0].${name}`,
      base: undefined,
    })
    this.errors.push(...errors)
    if (module.field('Owner')) record.Owner = this.#lead.Owner ?? record.Owner
    return { module, record }
  }

  /** The record that the call names by its id. */
  #named(name: string): ConversionPart | undefined {
    const given = this.#asked[name]
    if (!isObject(given) || given.id === undefined) return undefined
    const module = this.#module(name)
    const existing = module.get(String(given.id))
    if (!existing) this.errors.push(invalidId({ api_name: name, json_path: `$.data[0].${name}.id` }))
    return existing ? { module, existing } : { module }
  }

  /** ASSUMPTION: an account that has the company's name already is used, as Zoho's own form proposes. */
  account(): ConversionPart | undefined {
    const named = this.#named('Accounts')
    const company = this.#lead.Company
    if (named || typeof company !== 'string') return named
    const module = this.#module('Accounts')
    const [id] = module.withText('Account_Name', company)
    return id === undefined ? this.#draft('Accounts', { Account_Name: company }) : { module, existing: module.get(id)! }
  }

  contact(): ConversionPart {
    const named = this.#named('Contacts')
    if (named) return named
    const cells = ['First_Name', 'Last_Name', 'Email', 'Phone', 'Mobile'].map((key) => [key, this.#lead[key]])
    return this.#draft(
      'Contacts',
      Object.fromEntries(cells.filter(([, value]) => value !== null && value !== undefined)),
    )
  }

  deal(): ConversionPart | undefined {
    const given = this.#asked.Deals
    return isObject(given) ? this.#draft('Deals', given) : undefined
  }

  /** Stores a part and names it. */
  keep(
    part: ConversionPart | undefined,
    links: Readonly<Record<string, RecordRef | undefined>> = {},
  ): RecordRef | undefined {
    if (!part) return undefined
    const { module, record, existing } = part
    if (record) for (const [name, ref] of Object.entries(links)) if (ref && module.field(name)) record[name] = ref
    const stored = existing ?? putRecord(module, record!, undefined, this.#world, manner)
    return { name: String(stored[module.nameField] ?? ''), id: stored.id as string }
  }
}

function convert(lead: SimRecord, asked: JsonObject, leads: StoredModule, world: World): SimElement {
  const conversion = new Conversion(world, lead, asked)
  const parts = { account: conversion.account(), contact: conversion.contact(), deal: conversion.deal() }
  if (conversion.errors.length > 0) return failed(oneError(conversion.errors, world.variants.writeErrors))
  const account = conversion.keep(parts.account)
  const contact = conversion.keep(parts.contact, { Account_Name: account })
  const deal = conversion.keep(parts.deal, { Account_Name: account, Contact_Name: contact })
  const changed = leads.copy(lead)
  const cells = {
    Converted__s: true,
    Converted_Date_Time: storedInstant(world.now()),
    Converted_Account: account,
    Converted_Contact: contact,
    Converted_Deal: deal,
  }
  for (const [name, value] of Object.entries(cells)) if (leads.field(name)) changed[name] = value ?? null
  putRecord(leads, changed, lead, world, manner)
  const details = { Contacts: contact, Deals: deal ?? null, Accounts: account ?? null }
  return { code: 'SUCCESS', details, message: 'The record has been converted successfully', status: 'success' }
}

const creditsOfConversion = 5

/** `POST /Leads/{id}/actions/convert`. */
export function convertLead(call: SimCall): SimReply {
  const { world, params } = call
  const leads = world.modules.get('Leads')
  const lead = leads?.get(params.id!)
  if (!leads || !lead)
    throw new SimRefusal(400, 'INVALID_DATA', { resource_path_index: 1 }, 'the id given seems to be invalid')
  const [asked] = rowsIn(objectIn(call), 1)
  const held = world.ledger.heldBy('Leads', params.id!)
  const converted = { code: 'ID_ALREADY_CONVERTED', details: { id: params.id! }, message: 'id already converted' }
  const bar = lead.Converted__s === true ? converted : held
  const element = bar ? failed(bar) : convert(lead, isObject(asked) ? asked : {}, leads, world)
  return outcomes([element], 200, call, creditsOfConversion)
}
