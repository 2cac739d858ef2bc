'{"b":1,"a":[1, 2.50 ,{"c":null}],"b":3}'::jsonb
'{"aa":1,"b":2,"":3,"ab":4}'::jsonb
' [1e5, -0, 1.0, "\u00e4", true, null] '::jsonb
'{"a":1'::jsonb
'{"a":{"b":[1,2]}}'::jsonb -> 'a' -> 'b' -> -1
'{"a":"x"}'::jsonb ->> 'a'
'{"a":null}'::jsonb -> 'a'
'{"a":null}'::jsonb ->> 'a'
'{"a":{"b":"c"}}'::jsonb #> '{a,b}'
'{"a":{"b":"c"}}'::jsonb #>> '{a,b}'
'{"a":1,"b":2}'::jsonb @> '{"b":2}'
'{"b":2}'::jsonb <@ '{"a":1,"b":2}'::jsonb
'[1,2,3]'::jsonb @> '2'
'[1,[2]]'::jsonb @> '[[2]]'
'[1,2]'::jsonb @> '[2,2,1]'
'{"a":[1,2,{"x":1}]}'::jsonb @> '{"a":[{"x":1}]}'
'1'::jsonb @> '[1]'
'{"a":1}'::jsonb || '{"b":2,"a":3}'::jsonb
'[1]'::jsonb || '2'::jsonb
'{"a":1}'::jsonb || '[2]'::jsonb
'{"a":1,"b":2}'::jsonb - 'a'
'{"a":1,"b":2}'::jsonb - '{a,b}'::text[]
'["a","b",1]'::jsonb - 'a'
'[1,2,3]'::jsonb - 1
'[1,2,3]'::jsonb - -1
'{"a":1}'::jsonb - 1
'1'::jsonb - 'a'
'{"a":{"b":[1,2]}}'::jsonb #- '{a,b,0}'
'[1,2]'::jsonb #- '{x}'
jsonb_set('{"a":{"b":1}}', '{a,b}', '[1]')
jsonb_set('{"a":{"b":1}}', '{a,c}', '2')
jsonb_set('{"a":{"b":1}}', '{a,c}', '2', false)
jsonb_set('[1,2]', '{5}', '9')
jsonb_set('[1,2]', '{-5}', '9')
jsonb_set('[1,2]', '{-1}', '9')
jsonb_set('{"a":1}', '{x,y}', '2')
jsonb_set('1', '{a}', '2')
jsonb_insert('{"a":[0,1]}', '{a,1}', '"n"')
jsonb_insert('{"a":[0,1]}', '{a,1}', '"n"', true)
jsonb_insert('{"a":1}', '{a}', '2')
jsonb_insert('{"a":1}', '{b}', '2')
jsonb_pretty('{"a":[1,{"b":2}],"c":{},"d":[]}')
jsonb_typeof('null')
jsonb_typeof('1.5')
jsonb_typeof('[]')
jsonb_typeof('true')
jsonb_array_length('[1,2]')
jsonb_array_length('{}')
jsonb_array_length('1')
jsonb_strip_nulls('{"a":null,"b":[null,{"c":null}]}')
jsonb_extract_path('{"a":{"b":1}}', 'a', 'b')
jsonb_extract_path_text('{"a":{"b":"x"}}', 'a', 'b')
jsonb_exists('{"a":1}', 'a')
jsonb_exists('["a"]', 'b')
to_jsonb(1.50)
to_jsonb('a"b'::text)
to_jsonb(ARRAY[1,NULL,3])
to_jsonb(timestamptz '2024-01-01 10:00+00')
to_jsonb(NULL::int)
to_jsonb(true)
to_jsonb('{"b":1,"a":2}'::json)
jsonb_build_object('b', 1, 'aa', ARRAY[1,2], 'c', NULL, 'd', now() IS NULL)
jsonb_build_object('a')
jsonb_build_array(1, 'x', NULL, 2.5, '{"z":1, "y":2}'::jsonb)
jsonb_object('{b,1,a,NULL}')
jsonb_object('{a,b}', '{1,2}')
'1'::jsonb::int
'1.6'::jsonb::int
'1.6'::jsonb::numeric
'true'::jsonb::boolean
'"1"'::jsonb::int
'1'::jsonb::boolean
'3e10'::jsonb::int
'{"a": 1}'::jsonb::text
'{"b":1,"a":2}'::json::jsonb
'{"b":1,"a":2}'::jsonb::json
'{"a":1, "b":2}'::jsonb = '{"b":2,"a":1.0}'::jsonb
'{"a":1}'::jsonb <> '{"a":2}'::jsonb
'[1,2]'::jsonb < '[1,3]'::jsonb
'{"a":1}'::jsonb > '[1,2,3]'::jsonb
'"a"'::jsonb < '1'::jsonb
'null'::jsonb < '"a"'::jsonb
'true'::jsonb > '100'::jsonb
'{"a":1}'::jsonb IN ('{"a":1.0}', '{"a":2}')
SELECT jsonb_agg(x ORDER BY x DESC) FROM generate_series(1, 3) x
SELECT jsonb_agg(t) FROM (VALUES (1, 'a'), (2, NULL)) t(id, name)
SELECT jsonb_agg(x) FROM generate_series(1, 0) x
SELECT jsonb_object_agg(k, v) FROM (VALUES ('b', 1), ('a', 2), ('b', 3)) t(k, v)
SELECT to_jsonb(t) FROM (VALUES (1, 'a')) t(id, name)
SELECT * FROM jsonb_each('{"b":[1, 2],"a":null}')
SELECT * FROM jsonb_each_text('{"b":[1, 2],"a":null}')
SELECT * FROM jsonb_array_elements('[1,{"b":1,"a":2}]')
SELECT * FROM jsonb_array_elements_text('["x",null,1.50]')
SELECT * FROM jsonb_array_elements('{}')
SELECT * FROM jsonb_object_keys('{"b":1,"a":2}')
SELECT DISTINCT x FROM (VALUES ('{"a":1}'::jsonb), ('{"a":1}'), ('[]')) t(x) ORDER BY x
SELECT x, count(*) FROM (VALUES ('1'::jsonb), ('1'), ('"a"')) t(x) GROUP BY x ORDER BY x
SELECT array_agg(x) FROM (VALUES ('{"a": 1}'::jsonb), (NULL)) t(x)
coalesce(NULL::jsonb, '{}')
'[]'::jsonb < 'null'::jsonb
'[[]]'::jsonb > '[1]'::jsonb
'"x"'::jsonb -> 0
'"x"'::jsonb ->> -1
'"x"'::jsonb -> 1
'[]'::jsonb #- '{a}'
jsonb_build_object(true, 1, 2, false)
json_build_object(true, 1)
