/** The organisation and its users: few, fixed, with the name clashes that real ones have. */
import { systemId } from '../ids.ts'
import type { SimOrg, SimUser } from '../model.ts'

const roles = ['CEO', 'Manager', 'Sales Rep'].map((name, i) => ({ name, id: systemId(26_005 + i) }))
const profiles = ['Administrator', 'Standard'].map((name, i) => ({ name, id: systemId(26_011 + i * 3) }))

type CompanyPerson = readonly [first: string | null, last: string, status: SimUser['status'], zone: string]

/** With the name clashes that real organisations have, and users who are gone. */
const oddPeople: readonly CompanyPerson[] = [
  ['Ada', 'Moss', 'active', 'America/Los_Angeles'],
  ['Grace', "O'Hara", 'active', 'Europe/Berlin'],
  ['Linus', 'Moss', 'active', 'Asia/Kolkata'],
  [null, 'Service Account', 'active', 'UTC'],
  ['José', 'Núñez', 'active', 'America/Sao_Paulo'],
  ['Ada', 'Moss', 'active', 'America/Los_Angeles'],
  ['花子', '佐藤', 'active', 'Asia/Tokyo'],
  ['Gone', 'Person', 'disabled', 'America/New_York'],
  ['Old', 'Person', 'deleted', 'America/New_York'],
]

/** Who sells the demo company's pumps. */
const demoPeople: readonly CompanyPerson[] = [
  ['Ada', 'Moss', 'active', 'Europe/Berlin'],
  ['Grace', "O'Hara", 'active', 'Europe/Berlin'],
  ['Ivo', 'Ban', 'active', 'Europe/Berlin'],
  ['José', 'Núñez', 'active', 'Europe/Madrid'],
  ['花子', '佐藤', 'active', 'Asia/Tokyo'],
  ['Lena', 'Kraft', 'active', 'Europe/Berlin'],
  ['Tom', 'Weber', 'active', 'America/Chicago'],
  ['Karl', 'Sommer', 'disabled', 'Europe/Berlin'],
]

function makeUser([first_name, last_name, status, time_zone]: CompanyPerson, index: number): SimUser {
  const id = systemId(411_001 + index)
  return {
    id,
    zuid: String(600_900_900 + index),
    first_name,
    last_name,
    full_name: first_name === null ? last_name : `${first_name} ${last_name}`,
    email: `user${index + 1}@example.test`,
    status,
    confirm: status === 'active',
    role: roles[Math.min(index, 2)]!,
    profile: profiles[index === 0 ? 0 : 1]!,
    category: 'regular_user',
    time_zone,
    language: 'en_US',
    locale: 'en_US',
    country_locale: 'en_US',
    time_format: 'HH:mm',
    date_format: 'dd/MM/yyyy',
    created_time: '2022-01-03T08:00:05Z',
    Modified_Time: '2026-02-01T09:00:00Z',
    Isonline: false,
    type__s: 'Regular User',
  }
}

/** The first one is the administrator whom the tokens belong to. */
export const demoUsers: readonly SimUser[] = demoPeople.map(makeUser)
export const oddUsers: readonly SimUser[] = oddPeople.map(makeUser)

export const demoOrg: SimOrg = {
  id: systemId(12_001),
  zgid: '60012345678',
  primary_zuid: '600900900',
  company_name: 'Northwind Trial',
  alias: null,
  primary_email: 'user1@example.test',
  phone: null,
  mobile: null,
  website: null,
  street: null,
  city: 'Berlin',
  state: null,
  zip: null,
  country: 'Germany',
  country_code: 'DE',
  time_zone: 'Europe/Berlin',
  currency: 'Euro - EUR',
  currency_symbol: '€',
  currency_locale: 'de_DE',
  iso_code: 'EUR',
  mc_status: false,
  type: 'production',
  domain_name: 'org60012345678',
  created_time: '2022-01-03T08:00:00Z',
  max_per_page: '200',
  translation_enabled: false,
  gapps_enabled: false,
  privacy_settings: false,
  hipaa_compliance_enabled: false,
  lite_users_enabled: false,
  hierarchy_preferences: { type: 'Role_Hierarchy' },
}
