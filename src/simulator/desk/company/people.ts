/** Who works at the demo desk and who writes to it: customers are those of the CRM, with some it has not heard of. */
import type { LookupValue, SimRecord } from '../../model.ts'
import type { World } from '../../world.ts'
import { deskId } from '../ids.ts'
import type { DeskRecord } from '../store.ts'
import { type Chance, days, stamp } from './random.ts'

export const departmentNames = ['Service', 'Billing', 'Spare Parts', 'Onboarding', 'Archive (old)'] as const

export const makeDepartments = (): DeskRecord[] =>
  departmentNames.map((name, i) => ({
    id: deskId('departments', i),
    name,
    sanitizedName: name.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
    nameInCustomerPortal: name,
    description: i === 0 ? 'Repairs, faults and questions on machines' : null,
    isEnabled: i !== 4,
    isDefault: i === 0,
    isVisibleInCustomerPortal: i < 3,
    isAssignToTeamEnabled: i === 0,
    chatStatus: 'NOT_CREATED',
    hasLogo: false,
    creatorId: deskId('agents', 0),
    createdTime: '2024-06-01T08:00:00.000Z',
  }))

const agentNames: readonly (readonly [first: string, last: string, status: string, role: string])[] = [
  ['Ada', 'Moss', 'ACTIVE', 'Admin'],
  ['Grace', "O'Hara", 'ACTIVE', 'AgentPublic'],
  ['Ivo', 'Ban', 'ACTIVE', 'AgentPublic'],
  ['José', 'Núñez', 'ACTIVE', 'AgentTeamPersonal'],
  ['花子', '佐藤', 'ACTIVE', 'AgentPublic'],
  ['Ada', 'Moss', 'ACTIVE', 'Light'],
  ['Lena', 'Kraft', 'ACTIVE', 'AgentPersonal'],
  ['Gone', 'Person', 'DISABLED', 'AgentPublic'],
]

/** Some of them are users of the CRM too, by their e-mail. */
export const makeAgents = (world: World): DeskRecord[] =>
  agentNames.map(([firstName, lastName, status, rolePermissionType], i) => ({
    id: deskId('agents', i),
    zuid: world.users[i]?.zuid ?? String(700_112_233 + i),
    firstName,
    lastName,
    name: `${firstName} ${lastName}`,
    emailId: i < 5 ? (world.users[i]?.email ?? `agent${i}@example.test`) : `agent${i}@example.test`,
    phone: '',
    mobile: '',
    extn: '',
    countryCode: 'DE',
    langCode: 'en_US',
    timeZone: 'Europe/Berlin',
    status,
    isConfirmed: true,
    roleId: deskId('roles', i === 0 ? 0 : 1),
    profileId: deskId('roles', i === 0 ? 10 : 11),
    rolePermissionType,
    associatedDepartmentIds: departmentNames
      .map((_, d) => deskId('departments', d))
      .filter((_, d) => i === 0 || d % 3 === i % 3),
    associatedChatDepartmentIds: [],
    channelExpert: [],
    aboutInfo: '',
    photoURL: null,
    cf: {},
    isZiaAgent: false,
  }))

export const makeTeams = (): DeskRecord[] =>
  ['First line', 'Workshop', 'Field service'].map((name, i) => ({
    id: deskId('teams', i),
    name,
    description: null,
    departmentId: deskId('departments', 0),
    agents: [deskId('agents', i), deskId('agents', i + 2)],
  }))

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const cut = (value: unknown, length: number): string | null => text(value)?.slice(0, length) ?? null

interface Customer {
  readonly crm: SimRecord | undefined
}

const happiness = (chance: Chance, i: number): readonly number[] => {
  const good = chance.number(0, 10, 'good', i) * 10
  return [good, 100 - good, 0]
}

function makeAccount({ crm }: Customer, i: number, chance: Chance): DeskRecord {
  const created = chance.end - days(900) + chance.number(0, 700 * 86_400, 'account created', i) * 1000
  const invented = `${chance.pick(['Brook', 'Hill', 'Mill', 'Forge', 'Harbour'], 'firm', i)} & Sons No. ${i}`
  return {
    id: deskId('accounts', i),
    accountName: cut(crm?.Account_Name, 200) ?? invented,
    email: chance.maybe(0.6, `office${i}@firm.example`, 'account mail', i),
    website: cut(crm?.Website, 250),
    phone: cut(crm?.Phone, 50),
    code: cut(crm?.Billing_Code, 30),
    street: cut(crm?.Billing_Street, 250),
    city: cut(crm?.Billing_City, 100),
    state: cut(crm?.Billing_State, 100),
    country: cut(crm?.Billing_Country, 100),
    industry: cut(crm?.Industry, 120),
    annualrevenue: crm?.Annual_Revenue ?? null,
    fax: null,
    description: chance.maybe(0.2, 'Calls before noon only, please.', 'account text', i),
    ownerId: deskId('agents', chance.number(0, 6, 'account owner', i)),
    associatedSLAIds: [],
    createdTime: stamp(created),
    modifiedTime: stamp(created + chance.number(0, 100, 'account changed', i) * 3_600_000),
    zohoCRMAccount: crm ? { id: crm.id } : null,
    customerHappiness: happiness(chance, i),
    layoutId: deskId('layouts', 2),
    cf: {
      cf_region: chance.maybe(0.7, chance.pick(['North', 'South', 'Overseas'], 'region', i), 'has region', i),
      cf_contract_value: chance.maybe(0.4, chance.number(100, 900_000, 'value', i) / 100, 'has value', i),
    },
  }
}

interface DeskPerson extends Customer {
  readonly accountId: string | null
}

const inventedFirst = ['Lena', 'Tom', 'Zoë', 'Mei', 'Omar', 'Pat', null] as const
const inventedLast = ['Moss', "O'Shea", 'Brandt', 'Li', 'Haddad', 'van der Berg'] as const

function makeContact({ crm, accountId }: DeskPerson, i: number, chance: Chance): DeskRecord {
  const created = chance.end - days(880) + chance.number(0, 700 * 86_400, 'contact created', i) * 1000 + (i % 1000)
  const known = crm !== undefined
  return {
    id: deskId('contacts', i),
    firstName: known ? cut(crm.First_Name, 100) : chance.pick(inventedFirst, 'first', i),
    lastName: (known ? cut(crm.Last_Name, 200) : null) ?? chance.pick(inventedLast, 'last', i),
    email: known ? cut(crm.Email, 255) : `person${i}@nowhere.example`,
    secondaryEmail: chance.maybe(0.05, `second${i}@nowhere.example`, 'second', i),
    phone: known ? cut(crm.Phone, 50) : null,
    mobile: known ? cut(crm.Mobile, 50) : null,
    type: chance.maybe(0.4, chance.pick(['paidUser', 'trialUser'], 'type', i), 'has type', i),
    accountId,
    ownerId: deskId('agents', chance.number(0, 6, 'contact owner', i)),
    photoURL: null,
    createdTime: stamp(created),
    modifiedTime: stamp(created + chance.number(0, 200, 'contact changed', i) * 3_600_000),
    isEndUser: chance.yes(0.2, 'end user', i),
    isAnonymous: false,
    isSpam: false,
    accountCount: accountId === null ? 0 : 1,
    zohoCRMContact: known ? { id: crm.id, type: 'contacts' } : null,
    customerHappiness: happiness(chance, i),
    title: known ? cut(crm.Title, 100) : null,
    description: chance.maybe(0.1, 'Prefers to be called.', 'contact text', i),
    street: null,
    city: known ? cut(crm.Mailing_City, 30) : null,
    state: null,
    country: known ? cut(crm.Mailing_Country, 30) : null,
    zip: known ? cut(crm.Mailing_Code, 30) : null,
    twitter: null,
    facebook: null,
    layoutId: deskId('layouts', 1),
    language: 'English',
    cf: { cf_vip: chance.yes(0.1, 'vip', i), cf_preferred_time: chance.maybe(0.3, 'mornings', 'time', i) },
  }
}

/** Customers: those of the CRM that the desk knows, then some that nobody told the CRM of. */
export function makeCustomers(world: World, chance: Chance): { accounts: DeskRecord[]; contacts: DeskRecord[] } {
  const accounts: DeskRecord[] = []
  const byCrmId = new Map<string, string>()
  const addAccount = (crm: SimRecord | undefined): string => {
    const account = makeAccount({ crm }, accounts.length, chance)
    accounts.push(account)
    if (crm) byCrmId.set(crm.id as string, account.id)
    return account.id
  }
  for (const crm of world.modules.get('Accounts')?.scan() ?? [])
    if (chance.hash(crm.id as string, 1) % 5 < 3) addAccount(crm)
  const contacts: DeskRecord[] = []
  for (const crm of world.modules.get('Contacts')?.scan() ?? []) {
    if (chance.hash(crm.id as string, 2) % 2 === 0) continue
    const owner = (crm.Account_Name as LookupValue | null)?.id ?? ''
    contacts.push(makeContact({ crm, accountId: byCrmId.get(owner) ?? null }, contacts.length, chance))
  }
  const strangers = Math.max(6, Math.round(contacts.length * 0.12))
  for (let i = 0; i < strangers; i++) {
    const accountId = i % 3 === 0 ? addAccount(undefined) : null
    contacts.push(makeContact({ crm: undefined, accountId }, contacts.length, chance))
  }
  return { accounts, contacts }
}
