ARRAY[1,2,3]
ARRAY[1,2.5]
ARRAY['a','b']
ARRAY[1,'2']
ARRAY[NULL,1]
ARRAY[[1,2],[3,4]]
ARRAY[1,'a']
'{1,2,3}'::integer[]
'{1,2,3}'::text[]
'{1.5,2}'::integer[]
ARRAY[1,2]::text[]
ARRAY['1','2']::integer[]
ARRAY[1.5,2.5]::integer[]
ARRAY[1,2]::text
'{a,"b c",NULL}'::text[]::text
array_length(ARRAY[1,2,3], 1)
array_length(ARRAY[1,2,3], 2)
array_length('{}'::integer[], 1)
array_length(ARRAY[[1,2],[3,4]], 2)
array_ndims(ARRAY[[1,2],[3,4]])
array_dims(ARRAY[[1,2,3],[4,5,6]])
array_lower(ARRAY[1,2], 1)
array_upper(ARRAY[1,2], 1)
cardinality(ARRAY[[1,2],[3,4]])
cardinality('{}'::text[])
(ARRAY[1,2,3])[2]
(ARRAY[1,2,3])[5]
(ARRAY[1,2,3])[0]
(ARRAY['a','b'])[1]
(ARRAY[1.50,2.5])[1]
(ARRAY[1,2,3,4])[2:3]
(ARRAY[1,2,3,4])[3:10]
array_append(ARRAY[1,2], 3)
array_append(ARRAY[1,2], 3.5)
array_append(NULL::integer[], 3)
array_prepend(0, ARRAY[1,2])
array_cat(ARRAY[1,2], ARRAY[3])
ARRAY[1,2] || 3
ARRAY[1,2] || NULL
0 || ARRAY[1,2]
ARRAY[1,2] || ARRAY[3,4]
ARRAY[1,2] || ARRAY[[3,4]]
ARRAY['a'] || 'b'::text
ARRAY['a']::text[] || '{b,c}'
ARRAY[1] || 2.5
array_position(ARRAY['a','b','c'], 'b')
array_position(ARRAY[1,2,1], 1, 2)
array_position(ARRAY[1,NULL,3], NULL)
array_position(ARRAY[1,2], 5)
array_position(ARRAY[1.0,2.50], 2.5)
array_positions(ARRAY[1,2,1], 1)
array_remove(ARRAY[1,2,3,2], 2)
array_remove(ARRAY[1,NULL,3], NULL)
array_replace(ARRAY[1,2,5,4], 5, 3)
array_fill(7, ARRAY[3])
array_fill(0, ARRAY[2,2])
trim_array(ARRAY[1,2,3], 1)
trim_array(ARRAY[1,2,3], 5)
ARRAY[1,2,3] @> ARRAY[2]
ARRAY[1,2,3] @> ARRAY[4]
ARRAY[1,2] <@ ARRAY[1,2,3]
ARRAY[1,2] && ARRAY[2,3]
ARRAY[1,2] && ARRAY[3]
ARRAY[1,NULL] @> ARRAY[NULL]::integer[]
ARRAY['a','b'] @> ARRAY['a']
ARRAY[1.0] @> ARRAY[1.00]
ARRAY[1,2] = ARRAY[1,2]
ARRAY[1,2] < ARRAY[1,3]
ARRAY[10] > ARRAY[9]
ARRAY[1,2] < ARRAY[1,2,3]
ARRAY[1.0] = ARRAY[1.00]
ARRAY['b'] > ARRAY['a','z']
ARRAY[1,NULL] > ARRAY[1,5]
'{}'::integer[] = '{}'
1 = ANY (ARRAY[1,2])
3 = ANY (ARRAY[1,2])
3 = ANY (ARRAY[1,NULL])
1 <> ALL (ARRAY[2,3])
5 > ALL (ARRAY[1,2])
5 < ANY ('{1,9}'::integer[])
'a' = ANY ('{a,b}')
'a' = ANY (string_to_array('a,b', ','))
2.50 = ANY (ARRAY[2.5])
1 = ALL ('{}'::integer[])
SELECT unnest(ARRAY[1,2,3])
SELECT * FROM unnest(ARRAY['a','b']) AS t(x)
SELECT * FROM unnest(ARRAY[[1,2],[3,4]]) AS t(x)
SELECT * FROM unnest('{}'::integer[]) AS t(x)
SELECT * FROM unnest(NULL::integer[]) AS t(x)
SELECT * FROM unnest(ARRAY[1.50, NULL, 2]) AS t(x)
SELECT * FROM unnest(ARRAY['x','y']) WITH ORDINALITY AS t(x, n)
SELECT * FROM generate_subscripts(ARRAY['a','b','c'], 1) AS i
SELECT array(SELECT generate_series(1, 3))
SELECT array(SELECT 1 WHERE false)
SELECT array_agg(x) FROM (VALUES (1),(2),(NULL)) t(x)
SELECT array_agg(x ORDER BY x DESC) FROM (VALUES (1),(2),(3)) t(x)
SELECT array_agg(DISTINCT x) FROM (VALUES (3),(1),(3),(NULL)) t(x)
SELECT array_agg(x) FROM (VALUES (1)) t(x) WHERE false
SELECT array_agg(x) FROM (VALUES (1.50),(2.5)) t(x)
SELECT array_agg(x) FROM (VALUES ('a,b'),('c"d'),(NULL),('')) t(x)
SELECT array_agg(ARRAY[x, x]) FROM (VALUES (1),(2)) t(x)
SELECT array_agg(x) FROM (VALUES (true),(false)) t(x)
SELECT array_agg(x) FROM (VALUES (date '2024-01-01'),(NULL)) t(x)
SELECT array_agg(x) FROM (VALUES (interval '1 day')) t(x)
SELECT array_agg(x) FROM (VALUES (1::bigint),(9007199254740993)) t(x)
SELECT array_agg(x) FROM (VALUES (1.5::double precision),(2)) t(x)
array_length('{1,2}', 1)
array_length(1, 1)
'{"a": 1}'::json
'{"a": {"b":  [1, 2, {"c": "x"}]}}'::json -> 'a'
'{"a": {"b":  [1, 2]}}'::json -> 'a' -> 'b' -> 1
'{"a": {"b":  [1, 2]}}'::json -> 'a' -> 'b' ->> -1
'{"a": "x"}'::json ->> 'a'
'{"a": "x"}'::json -> 'a'
'{"a": null}'::json ->> 'a'
'{"a": null}'::json -> 'a'
'{"a": 1}'::json -> 'b'
'[1, 2, 3]'::json -> 1
'[1, 2, 3]'::json -> 5
'[1, 2, 3]'::json -> 'a'
'{"a": 1}'::json -> 0
'{"a": 1, "a": 2}'::json -> 'a'
'{"a": [1, {"b": true}]}'::json #> '{a,1,b}'
'{"a": [1, {"b": "t"}]}'::json #>> '{a,1,b}'
'{"a": [1, {"b": "t"}]}'::json #>> '{a,x}'
'{"a": 1}'::json #> '{}'
json_extract_path('{"f2":{"f3":1},"f4":{"f5":99,"f6":"foo"}}', 'f4', 'f6')
json_extract_path_text('{"f4":{"f6":"foo"}}', 'f4', 'f6')
json_typeof('[1]')
json_typeof('{"a":1}'::json -> 'a')
json_typeof('null')
json_typeof('"a"')
json_typeof('true')
json_array_length('[1,2,[3,4]]')
json_array_length('[]')
json_array_length('{"a":1}')
json_array_length('1')
json_strip_nulls('[{"f1":1, "f2":null}, 2, null, 3]')
to_json('a"b'::text)
to_json(1)
to_json(1.50)
to_json(true)
to_json(NULL::integer)
to_json(date '2024-01-02')
to_json(timestamp '2024-01-02 03:04:05.5')
to_json(timestamptz '2024-01-02 03:04:05')
to_json(ARRAY[1,2])
to_json(ARRAY['a',NULL])
to_json(ARRAY[[1],[2]])
to_json(interval '1 day')
to_json('{"a":1}'::json)
to_json('NaN'::numeric)
to_json(1e20::double precision)
array_to_json(ARRAY[1,5,99,100])
json_build_object('a', 1, 'b', 'x', 'c', NULL)
json_build_object('a', 1.50, 2, true)
json_build_object()
json_build_object('a')
json_build_object(NULL, 1)
json_build_object('d', date '2024-01-01', 'j', '{"x": 1}'::json, 'arr', ARRAY[1,2])
json_build_array(1, 2, 'foo', 4.5, NULL, true)
json_build_array()
json_object('{a,1,b,2}')
json_object('{a,b}', '{1,NULL}')
json_object('{a,b,c}')
SELECT * FROM json_array_elements('[1, "a", {"b": [1,  2]}, null]')
SELECT * FROM json_array_elements_text('[1, "a", null, {"b":1}]')
SELECT * FROM json_array_elements('{"a":1}')
SELECT * FROM json_object_keys('{"f1":"abc","f2":{"f3":"a"}}')
SELECT json_agg(x) FROM (VALUES (1),(NULL),(3)) t(x)
SELECT json_agg(x ORDER BY x DESC) FROM (VALUES ('a'),('b')) t(x)
SELECT json_agg(x) FROM (VALUES (1)) t(x) WHERE false
SELECT json_object_agg(k, v) FROM (VALUES ('a', 1), ('b', NULL)) t(k, v)
SELECT json_object_agg(k, v) FROM (VALUES (1, 1.50)) t(k, v)
json_build_object('a', 1) ->> 'a'
'{"a":1}'::json = '{"a":1}'::json
'{"a":1}'::json::text
'{"b":1.0, "a":"é\u00e9\n"}'::json ->> 'a'
pg_typeof(1)::text
pg_typeof(1.5)::text
pg_typeof(ARRAY[1])::text
pg_typeof(now())::text
pg_typeof(1::numeric(10,2))::text
pg_typeof('a'::varchar(5))::text
num_nonnulls(1, NULL, 2)
num_nulls(1, NULL, 2)
SELECT * FROM generate_series(1, 5)
SELECT * FROM generate_series(5, 1, -2)
SELECT * FROM generate_series(1, 0)
SELECT * FROM generate_series(1, 5, 0)
SELECT * FROM generate_series(1.0, 2.0, 0.25)
SELECT * FROM generate_series(1, NULL)
SELECT * FROM generate_series(1::bigint, 3)
SELECT * FROM generate_series(1.5, 4)
SELECT * FROM generate_series(timestamp '2024-01-30', timestamp '2024-02-02', '1 day')
SELECT * FROM generate_series(timestamptz '2024-03-09', timestamptz '2024-03-12', '1 day')
SELECT * FROM generate_series(date '2024-01-31', date '2024-05-01', interval '1 month')
SELECT * FROM generate_series(timestamp '2024-01-01', timestamp '2024-01-01', '0 day')
SELECT * FROM generate_series(timestamp '2024-01-02', timestamp '2024-01-01', '-6 hours')
SELECT generate_series(1, 3)
SELECT n, n * 2 FROM generate_series(1, 3) AS n
SELECT * FROM generate_series('a', 'b')
SELECT min(x), max(x) FROM (VALUES (ARRAY[10]),(ARRAY[9,5]),(NULL)) t(x)
SELECT json_agg(DISTINCT x) FROM (VALUES (2),(1),(2)) t(x)
SELECT json_agg(x) FROM (VALUES ('{"a":1}'::json),(NULL)) t(x)
ARRAY[1] || ARRAY['a']
ARRAY[1] = ARRAY['a']
-- several subscripts, slices of several dimensions
(ARRAY[[1,2],[3,4]])[2][1]
(ARRAY[[1,2],[3,4]])[2]
(ARRAY[[1,2],[3,4]])[3][1]
('{{{1},{2}},{{3},{4}}}'::int[])[1][NULL][1]
('{{1,2,3},{4,5,6},{7,8,9}}'::int[])[1:2][2]
('{{1,2,3},{4,5,6},{7,8,9}}'::int[])[2:3][2:2]
('{{1,2,3},{4,5,6},{7,8,9}}'::int[])[2:3][4:5]
(('{5,6,7}'::int[])[2:3])[1]
('{1,2,3}'::int[])[1:2][1]
('{}'::int[])[1][2][3][4][5][6][7]
array_position(ARRAY[[1,2],[3,4]], 3)
array_positions(ARRAY[[1,2],[3,4]], 3)
array_position(ARRAY[1,2,1], 1, NULL)
array_remove('{{1,2,2},{1,4,3}}'::int[], 2)
array_replace('{{1,2},{2,4}}'::int[], 2, 9)
array_fill(1, array[2,2], '{}')
array_fill(1, array[3,3], array[1,1,1])
array_fill(7, array[2,2], array[1,1])
'[1:2]={5,6}'::int[]
'[1:3]={5,6}'::int[]
33 * any ('{1,2,3}')
-- members as rows, keys that are none
SELECT * FROM json_each('{"a":1,"b":null,"c":[1,2]}')
SELECT * FROM json_each_text('{"a":"x","b":null,"c":[1,2]}') AS e(k, v)
SELECT t.id, e.key, e.value FROM (VALUES (1, '{"a":1}'::json), (2, '{}'), (3, '{"b":2,"c":3}')) t(id, j), json_each(t.j) e ORDER BY 1, 2
SELECT e.key FROM json_each(NULL) e
SELECT * FROM json_each('[1]')
SELECT * FROM json_each('1')
array_to_json(ARRAY[1,2,3], true)
array_to_json(ARRAY[[1,2],[3,4]], true)
array_to_json(ARRAY[1,2], NULL)
json_build_object('{a,b}'::text[], 1)
json_build_object(json '{"a":1}', 3)
json_object('{{a,1},{b,NULL}}')
json_object('{{a},{b}}')
json_object('{{a,b,c},{b,c,d}}')
json_object('{{{a,b},{c,d}},{{b,c},{d,e}}}')
json_object('{{a,1}}', '{{a,1}}')
json_build_object('2024-11-03 08:30:00+00'::timestamptz, 1, date '2024-01-01', 2)
json_strip_nulls('{"a":"ä\u00e4","b":null}')
' [ 1 , 2 ] '::json #> '{}'
-- column lists take their values from objects only
SELECT * FROM json_to_record('[1]') AS t(a int)
SELECT * FROM json_to_record('null') AS t(a int)
SELECT * FROM json_to_record(NULL) AS t(a int)
SELECT * FROM json_to_recordset('[{"a":1},2]') AS t(a int)
SELECT * FROM jsonb_to_recordset('[{"a":1},null]') AS t(a int)
SELECT * FROM jsonb_to_record('{"a": 3, "b": {"a":1.0}}') AS t(a int, b jsonb)
-- what a text cannot hold
'"\u0000"'::json
'{"\u0000": 1}'::jsonb
'"\u0000"'::jsonb
'"\ud800"'::jsonb
'"\ude00\ud83d"'::jsonb
'"\\u0000"'::jsonb
'{"b":"\u0000","a":1}'::json ->> 'a'
'{"a":"\ud800"}'::json ->> 'a'
'"\u0000"'::json::jsonb
json_strip_nulls('{"b":"\u0000","a":1}'::json)
SELECT * FROM json_object_keys('{"\u0000":1}'::json)
-- jsonb subscripts
('{"a": 1}'::jsonb)['a']
('{"a": {"b": [1,2]}}'::jsonb)['a']['b'][1]
('[1,2,3]'::jsonb)[-1]
('{"1": 5}'::jsonb)[1]
('[1,2,3]'::jsonb)[1.5]
('{"a": 1}'::json)['a']
('{"a": 1}'::jsonb)['a':'b']
