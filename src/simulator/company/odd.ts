/** Values that break clients: quotes, signs of pattern languages, other scripts, edges of ranges and of clocks. */

export const oddTexts: readonly string[] = [
  "O'Brien",
  "D'Arcy-O'Neil",
  'Say "hi"',
  'back\\slash',
  'ends with \\',
  '100% wool',
  'under_score',
  'per%cent_both',
  'semi;colon',
  'com,ma',
  '(brackets)',
  '{braces} [and] more',
  'Zoë',
  'ZOË',
  'zoë',
  'Zoe\u0308',
  'Straße',
  'STRASSE',
  'İstanbul',
  'ILGIN ılgın',
  '株式会社テスト',
  '北京 公司',
  'שלום עולם',
  'مرحبا بالعالم',
  '😀 Emoji 👩‍👩‍👧',
  'Ｆｕｌｌ　Ｗｉｄｔｈ',
  'null',
  'NULL',
  '-None-',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: bulk criteria write emptiness this way
  '${EMPTY}',
  '-- comment',
  '/* x */',
  "'; drop table Leads; --",
  '<b>bold</b> & co',
  '0',
  '007',
  '1e5',
  'true',
  'select',
  "'",
  '"',
  '\\',
  ' leading',
  'trailing ',
  'ACME Ltd',
  'Acme Ltd',
  'acme ltd',
]

export const oddParagraphs: readonly string[] = [
  'first line\nsecond line\n\nfourth line',
  'carriage\r\nreturn',
  'tab\tseparated\tcells',
  'quote " comma , semicolon ; newline\n"quoted"',
  `${'long '.repeat(380)}end`,
  "it's 100% done; see C:\\temp\\x_y",
  '   blanks around   ',
  '多行\n文本',
]

/** Instants around changes of the clocks of Los Angeles and Berlin, leap days and the ends of ranges. */
export const oddInstants: readonly string[] = [
  '2026-03-08T09:59:59Z',
  '2026-03-08T10:00:00Z',
  '2025-11-02T08:30:00Z',
  '2025-11-02T09:30:00Z',
  '2026-03-29T00:59:59Z',
  '2026-03-29T01:00:00Z',
  '2025-10-26T00:30:00Z',
  '2025-10-26T01:30:00Z',
  '2024-02-29T12:00:00Z',
  '2025-12-31T23:59:59Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T07:59:59Z',
  '1970-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '2038-01-19T03:14:08Z',
  '1950-06-15T12:00:00Z',
  '2999-12-31T12:00:00Z',
]

export const oddDays: readonly string[] = [
  '2024-02-29',
  '1900-01-01',
  '1970-01-01',
  '1969-12-31',
  '2026-03-08',
  '2025-11-02',
  '2038-01-20',
  '9999-12-31',
]

export const oddBigints: readonly string[] = [
  '0',
  '-1',
  '9007199254740991',
  '9007199254740993',
  '-9007199254740993',
  '999999999999999999',
  '9223372036854775807',
  '-9223372036854775808',
]

export const oddAmounts: readonly number[] = [
  0, 0.1, 0.2, 0.3, 0.01, -0.01, -0.1, -1250.75, 1.005, 99_999.99, 9_999_999_999.99, 1,
]

export const oddDoubles: readonly number[] = [
  0, 0.1, 0.2, -0.5, 1e-9, -1e-9, 0.000001, 123_456_789.12345679, 1_000_000_000_000_000, -273.15, 2.5,
]

export const oddIntegers: readonly number[] = [0, -1, 1, 999_999_999, -999_999_999]
