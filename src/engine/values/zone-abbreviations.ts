/** The abbreviations of time zones that PostgreSQL knows unless told otherwise (its file `Default`), in lower case. */

/** By hours east of Greenwich. */
// biome-ignore format: a table
const fixed: readonly (readonly [number, string])[] = [
  [-10, 'hst taht'],
  [-9.5, 'mart'],
  [-9, 'akst gamt'],
  [-8, 'akdt pst'],
  [-7, 'mst pdt'],
  [-6, 'cst galt mdt'],
  [-5, 'act cdt cot est pet'],
  [-4, 'amt ast bot edt'],
  [-3.5, 'nft nst'],
  [-3, 'adt bra brt clst gft pmst pyst uyt wgt'],
  [-2.5, 'ndt'],
  [-2, 'brst fnt pmdt uyst wgst'],
  [-1, 'azot egt fnst'],
  [0, 'azost egst gmt uct ut utc wet z zulu'],
  [1, 'bst cet met mez wat wetdst'],
  [2, 'bdst cest cetdst eet ist mest mesz metdst sast'],
  [3, 'eat eest eetdst fet idt'],
  [3.5, 'irt'],
  [4, 'msd mut ret sct'],
  [4.5, 'aft'],
  [5, 'must mvt pkt tft tjt uzt'],
  [5.75, 'npt'],
  [6, 'almt bdt btt kgst pkst uzst xjt yekst'],
  [6.5, 'mmt'],
  [7, 'almst cxt ict wast'],
  [8, 'awst bnt bort cct hkt myt pht wadt'],
  [8.75, 'acwst'],
  [9, 'awsst jayt jst kst pwt ulast wdt'],
  [9.5, 'acst cast'],
  [10, 'aest chut ddut kdt ligt mpt pgt trut yapt'],
  [10.5, 'acdt acsst cadt lhst sadt'],
  [11, 'aedt aesst pont vut'],
  [12, 'fjt gilt mht nzst nzt tvt wakt wft'],
  [12.75, 'chast'],
  [13, 'fjst nzdt tot'],
  [13.75, 'chadt'],
]

/** Those whose offset changed in the course of time: the zone's offset at that time counts. */
// biome-ignore format: a table
const moving: readonly (readonly [string, string])[] = [
  ['America/Argentina/Buenos_Aires', 'arst art'],
  ['America/Asuncion', 'pyt'],
  ['America/Caracas', 'vet'],
  ['America/Guyana', 'gyt'],
  ['America/Santiago', 'clt'],
  ['Antarctica/Davis', 'davt'],
  ['Antarctica/Mawson', 'mawt'],
  ['Asia/Anadyr', 'anast anat'],
  ['Asia/Ashgabat', 'tmt'],
  ['Asia/Baku', 'azst azt'],
  ['Asia/Bishkek', 'kgt'],
  ['Asia/Colombo', 'lkt'],
  ['Asia/Irkutsk', 'irkst irkt'],
  ['Asia/Kamchatka', 'petst pett'],
  ['Asia/Krasnoyarsk', 'krast krat'],
  ['Asia/Magadan', 'magst magt'],
  ['Asia/Novosibirsk', 'novst novt'],
  ['Asia/Omsk', 'omsst omst'],
  ['Asia/Singapore', 'sgt'],
  ['Asia/Tbilisi', 'gest get'],
  ['Asia/Ulaanbaatar', 'ulat'],
  ['Asia/Vladivostok', 'vlast vlat'],
  ['Asia/Yakutsk', 'yakst yakt'],
  ['Asia/Yekaterinburg', 'yekt'],
  ['Asia/Yerevan', 'amst'],
  ['Atlantic/Stanley', 'fkst fkt'],
  ['Australia/Lord_Howe', 'lhdt'],
  ['Europe/Moscow', 'msk'],
  ['Europe/Volgograd', 'volt'],
  ['Indian/Chagos', 'iot'],
  ['Pacific/Easter', 'easst east'],
  ['Pacific/Fakaofo', 'tkt'],
  ['Pacific/Kiritimati', 'lint'],
  ['Pacific/Kosrae', 'kost'],
  ['Pacific/Niue', 'nut'],
  ['Pacific/Rarotonga', 'ckt'],
]

const spread = <Value>(table: readonly (readonly [Value, string])[]): ReadonlyMap<string, Value> =>
  new Map(table.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)))

/** Hours east of Greenwich of an abbreviation. */
export const abbreviatedOffsets = spread(fixed)
/** The zone whose offset an abbreviation means. */
export const abbreviatedZones = spread(moving)
