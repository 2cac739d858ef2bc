/** Words the company's values are picked from, made once from a seed; rows only pick. */
import { faker } from '@faker-js/faker/locale/en'
import { oddParagraphs, oddTexts } from './odd.ts'

export interface Pools {
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
  readonly companies: readonly string[]
  readonly streets: readonly string[]
  readonly cities: readonly string[]
  readonly states: readonly string[]
  readonly countries: readonly string[]
  readonly zips: readonly string[]
  readonly phones: readonly string[]
  readonly jobs: readonly string[]
  readonly products: readonly string[]
  readonly sentences: readonly string[]
  readonly paragraphs: readonly string[]
  readonly html: readonly string[]
  readonly words: readonly string[]
}

const moreLastNames = [
  "O'Neil",
  "D'Angelo",
  'Müller',
  'Møller',
  'Nuñez',
  'de la Cruz',
  'van der Berg',
  '佐藤',
  '王',
  'كريم',
  'כהן',
]
const moreFirstNames = ['Zoë', 'Zoe', 'ZOE', 'José', 'Jürgen', 'Łukasz', '花子', '小明', 'ليلى', 'Anne-Marie']

const fill = (count: number, make: () => string): string[] => Array.from({ length: count }, make)

const htmlOf = (text: string): string =>
  `<div style="font-size: 14px"><b>${text.split(' ', 1)[0]}</b> ${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</div>`

function people(source: typeof faker): Pick<Pools, 'firstNames' | 'lastNames' | 'jobs' | 'phones'> {
  return {
    firstNames: [...fill(200, () => source.person.firstName()), ...moreFirstNames],
    lastNames: [...fill(300, () => source.person.lastName()), ...moreLastNames],
    jobs: fill(60, () => source.person.jobTitle()),
    phones: fill(400, () => source.phone.number({ style: 'international' })),
  }
}

function places(source: typeof faker): Pick<Pools, 'streets' | 'cities' | 'states' | 'countries' | 'zips'> {
  return {
    streets: fill(200, () => source.location.streetAddress()),
    cities: [...fill(120, () => source.location.city()), 'São Paulo', 'Köln', 'Kraków', 'İzmir', '東京', 'القاهرة'],
    states: fill(50, () => source.location.state()),
    countries: ['USA', 'Germany', 'India', 'Japan', 'Brazil', "Côte d'Ivoire", 'United Kingdom', 'usa', 'Türkiye'],
    zips: fill(150, () => source.location.zipCode('#####')),
  }
}

/** The pools of a seed. */
export function makePools(seed: number): Pools {
  faker.seed(seed)
  const paragraphs = [...fill(80, () => faker.lorem.paragraph()), ...oddParagraphs]
  return {
    ...people(faker),
    ...places(faker),
    companies: [...fill(350, () => faker.company.name()), ...oddTexts],
    products: [...fill(150, () => faker.commerce.productName()), ...oddTexts.slice(0, 12)],
    sentences: [...fill(200, () => faker.lorem.sentence({ min: 3, max: 9 })), ...oddTexts],
    paragraphs,
    // Longer than what a list shows of a rich text.
    html: [...paragraphs.map(htmlOf), ...fill(10, () => htmlOf(faker.lorem.paragraphs(6)))],
    words: fill(150, () => faker.lorem.word()),
  }
}
