import { ZohoSqlError } from '../../base/errors.ts'

/** Functions PostgreSQL has and this package does not, with what to do instead. */
// biome-ignore format: a table
const families: readonly (readonly [RegExp, string])[] = [
  [/^(current_time)$/, 'Times with a zone are not supported; use localtime.'],
  [/^(jsonb_each(_text)?)$/, 'Call it in FROM, where its key and value are columns.'],
  [/^(to_tsvector|to_tsquery|plainto_tsquery|phraseto_tsquery|websearch_to_tsquery|ts_\w+|setweight|tsvector_\w+)$/, 'Use LIKE, ILIKE or a regular expression (~).'],
  [/^jsonb_(path_\w+|set_lax|to_tsvector)$/, 'Use jsonb_extract_path or the operators -> and ->>.'],
  [/^(xml\w*|xpath\w*|table_to_xml|query_to_xml)$/, 'XML is not supported; use json functions.'],
  [/^(nextval|currval|setval|lastval)$/, 'Zoho numbers its records itself; use row_number() OVER () to number rows.'],
  [/^(gen_random_uuid|uuid_\w+)$/, 'Use md5(random()::text).'],
  [/^(row_to_json|json_populate_record\w*|json_to_record\w*|jsonb_populate_record\w*|jsonb_to_record\w*)$/, 'Name the columns: json_build_object(…), or -> and ->> for reading.'],
  [/^(json_each(_text)?)$/, 'Call it in FROM, where its key and value are columns.'],
  [/^(pg_sleep\w*|pg_advisory\w*|pg_cancel_backend|pg_terminate_backend|pg_read_\w+|pg_ls_\w+|lo_\w+|dblink\w*|set_config)$/, 'It would act on a server, and there is none.'],
  [/^(xpath|inet_\w+|host|netmask|network|broadcast|masklen|family|abbrev)$/, 'Network types are not supported; compare as text.'],
  [/^(lower_inf|upper_inf|isempty|range_merge|int4range|int8range|numrange|daterange|tsrange|tstzrange|multirange)$/, 'Ranges are not supported; use BETWEEN.'],
  [/^(\w+_to_xml(schema|_and_xmlschema)?|cursor_to_xml\w*)$/, 'XML is not supported; use json functions.'],
  [/^(array_to_tsvector|json_to_tsvector|numnode|querytree|strip|tsquery_phrase|get_current_ts_config)$/, 'Use LIKE, ILIKE or a regular expression (~).'],
  [/^(\w+multirange|range_agg|range_intersect_agg|lower_inc|upper_inc)$/, 'Ranges are not supported; use BETWEEN.'],
  [/^(point|box|circle|line|lseg|path|polygon|area|center|diameter|diagonal|height|width|radius|slope|npoints|bound_box|pclose|popen|is(closed|open|horizontal|vertical|parallel|perp))$/, 'Geometric types are not supported.'],
  [/^(hostmask|set_masklen|macaddr8_set7bit)$/, 'Network types are not supported; compare as text.'],
  [/^(cash_words|enum_(first|last|range))$/, 'There are no values of that type here.'],
  [/^(setseed)$/, 'random() takes no seed here.'],
  [/^(convert|to_ascii)$/, 'Text is UTF-8 throughout.'],
  [/^(pg_\w+|txid_\w+|has_\w+_privilege|to_reg\w+|binary_upgrade_\w+|acl\w+|makeaclitem|brin_\w+|gin_\w+|\w*obj_description|col_description|format_type|current_query|current_schemas|row_security_active|mxid_age|oidvectortypes)$/, 'It tells of a PostgreSQL server, and there is none; information_schema has the tables and columns.'],
  [/^(\w+(_|[a-z0-9])send|\w+recv|\w+typmod(in|out)|\w+_(in|out)|\w+_(canonical|subdiff|validator|handler|support|transfn|finalfn)|amvalidate|currtid2|lo(read|write)|satisfies_hash_partition|getpgusername|nameconcatoid)$/, 'It is a part of the PostgreSQL server.'],
  [/^(d(exp|log1|log10|round|trunc)|textlen|(like|similar|similar_to)_escape|timestamp|text|numeric_(exp|ln|log|sqrt|div_trunc|inc)|int4inc|int8_sum)$/, 'Use the function or cast that calls it.'],
  [/^(\w+_(accum|accum_inv|combine|serialize|deserialize|avg|sum|stddev_\w+|var_\w+|transition\w*)|\w+_statefunc|\w+_final)$/, 'It is a step of an aggregate; use that.'],
]

// What the operators call: int4eq, date_lt_timestamp, float84mul.
const typeWord =
  '(int[248]{1,2}|float[48]{1,2}|numeric|text|bpchar|bytea|date|timestamptz|timestamp|timetz|time|interval|bool|char|name|array|jsonb|record)'
const operatorFunction = new RegExp(
  `^${typeWord}_?(eq|ne|lt|le|gt|ge|cmp|pl|mi|mul|div|mod|um|up|abs|and|or|xor|not|shl|shr|larger|smaller|hash|hash_extended|add|sub|uminus|uplus|cat|like|nlike|iclike|icnlike|regexeq|regexne|icregexeq|icregexne|mii|pli|(eq|ne|lt|le|gt|ge|cmp|pl|mi|mul)_${typeWord})$`,
)

/** The 0A000 for a function known not to be supported; undefined for others. */
export function refusal(name: string): ZohoSqlError | undefined {
  const hint =
    families.find(([pattern]) => pattern.test(name))?.[1] ??
    (operatorFunction.test(name) ? 'Use the operator that calls it.' : undefined)
  return hint === undefined
    ? undefined
    : new ZohoSqlError('NOT_SUPPORTED', `function ${name} is not supported`, { hint })
}
