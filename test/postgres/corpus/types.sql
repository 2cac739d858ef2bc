-- Casts, booleans, arrays, json, row values
SELECT 't'::boolean, 'yes'::boolean, 'on'::boolean, '1'::boolean, 'f'::boolean, 'no'::boolean, ' off '::boolean, 'TRUE'::boolean, 1::boolean, 0::boolean;
SELECT 'maybe'::boolean;
SELECT true::int, false::int, true > false, true = 't', NOT true, true <> false, true AND 'f';
SELECT 1.5::boolean;
SELECT cast('5' AS integer), cast(5.7 AS integer), cast('2024-01-01' AS date), cast(NULL AS integer), cast('t' AS bool), cast(5 AS double precision), cast('1' AS decimal(5,2)), cast('a' AS character varying(10));
SELECT '5'::int4, '5'::int8, '5'::int2, '5'::float4, '5'::float8, '5'::numeric, '5'::text, 5::varchar, '5'::bpchar, '2024-01-01'::timestamp without time zone, '2024-01-01'::timestamp with time zone;
SELECT 'x'::nothing;
SELECT true::date;
SELECT 1::date;
SELECT date '2024-01-01'::int;
SELECT now()::int;
SELECT '{1,2,3}'::int[], ARRAY[1, 2, 3], ARRAY['a', 'b'], ARRAY[1, 2.5], ARRAY[]::int[], ARRAY[NULL, 1], ARRAY[[1, 2], [3, 4]];
SELECT ARRAY[];
SELECT ARRAY[1, 'a'];
SELECT (ARRAY[1, 2, 3])[1], (ARRAY[1, 2, 3])[4], (ARRAY[1, 2, 3])[2:3], (ARRAY['a', 'b'])[2], (string_to_array('a,b,c', ','))[2];
SELECT ARRAY[1, 2] || ARRAY[3], ARRAY[1, 2] || 3, 0 || ARRAY[1, 2], array_append(ARRAY[1], 2), array_prepend(0, ARRAY[1]), array_cat(ARRAY[1], ARRAY[2]), array_remove(ARRAY[1, 2, 1], 1), array_replace(ARRAY[1, 2], 2, 5);
SELECT ARRAY[1, 2, 3] @> ARRAY[2], ARRAY[2] <@ ARRAY[1, 2], ARRAY[1, 2] && ARRAY[2, 3], ARRAY[1, 2] = ARRAY[1, 2], ARRAY[1, 2] < ARRAY[1, 3], 2 = ANY (ARRAY[1, 2]), 2 <> ALL (ARRAY[1, 3]);
SELECT array_length(ARRAY[1, 2], 1), cardinality(ARRAY[1, 2]), array_ndims(ARRAY[[1]]), array_upper(ARRAY[1, 2], 1), array_lower(ARRAY[1], 1), array_position(ARRAY['a', 'b'], 'b'), array_positions(ARRAY[1, 2, 1], 1), array_dims(ARRAY[1, 2]), array_length(ARRAY[]::int[], 1);
SELECT array_to_string(ARRAY[1, 2], '-'), unnest(ARRAY[1, 2]);
SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b', 'c']) AS t(n, s);
SELECT * FROM unnest(ARRAY['x', 'y']) WITH ORDINALITY AS t(v, n);
SELECT ARRAY[closing_date, created_time::date] FROM deals ORDER BY id LIMIT 3;
SELECT ARRAY[amount, quantity]::text[], ARRAY[stage, deal_name] FROM deals ORDER BY id LIMIT 5;
SELECT '{a,"b c",NULL}'::text[], '{"x\"y",""}'::text[];
SELECT '{"x""y"}'::text[];
SELECT '{1,2'::int[];
SELECT '{a}'::int[];
SELECT '{"a": 1, "b": [1, 2]}'::json, '{"a":1}'::json -> 'a', '{"a": "x"}'::json ->> 'a', '[1,2,3]'::json -> 1, '{"a": {"b": 5}}'::json #>> '{a,b}';
SELECT '{"b": 1, "a": 2}'::jsonb, '{"a": 1}'::jsonb @> '{"a": 1}', jsonb_typeof('[1]'::jsonb), jsonb_array_length('[1, 2]'::jsonb);
SELECT '{bad'::json;
SELECT json_array_length('[1,2]'::json), json_typeof('{"a":1}'::json), json_extract_path_text('{"a":{"b":"c"}}'::json, 'a', 'b');
SELECT * FROM json_array_elements_text('["a","b"]'::json);
SELECT * FROM json_each_text('{"a":1,"b":"x"}'::json);
SELECT ROW(1, 'a') = ROW(1, 'a'), ROW(1, 2) < ROW(1, 3), (1, NULL) = (1, NULL), (1, NULL) = (2, NULL), ROW(1, NULL) IS NULL, ROW(NULL, NULL) IS NULL, (1, 2) IS NOT DISTINCT FROM (1, 2);
SELECT ROW(1, 'a b', NULL);
SELECT (1, 2) = (1, 2, 3);
SELECT NULL::int + 1, NULL::text || 'a', NULL = 1, NULL <> NULL, NULL IS NOT NULL, coalesce(NULL::int, 5), num_nulls(1, NULL, NULL), num_nonnulls(1, NULL);
SELECT x, x IS NULL, x = NULL FROM (VALUES (1), (NULL)) v(x) ORDER BY x NULLS FIRST;
SELECT pg_typeof(amount), pg_typeof(quantity), pg_typeof(score), pg_typeof(stage), pg_typeof(closing_date), pg_typeof(last_call), pg_typeof(won), pg_typeof(id) FROM deals LIMIT 1;
SELECT pg_typeof(amount * 2), pg_typeof(quantity / 2), pg_typeof(amount * score), pg_typeof(quantity + id), pg_typeof(sum(amount) OVER ()), pg_typeof(count(*) OVER ()), pg_typeof(avg(quantity) OVER ()), pg_typeof(sum(quantity) OVER ()) FROM deals LIMIT 1;
SELECT pg_typeof(CASE WHEN won THEN 1 ELSE 2.0 END), pg_typeof(coalesce(quantity, amount)), pg_typeof(ARRAY[1]), pg_typeof(closing_date - closing_date), pg_typeof(last_call - created_time), pg_typeof(closing_date + interval '1 day') FROM deals LIMIT 1;
SELECT coalesce(1, 'a');
SELECT coalesce(stage, 1) FROM deals;
SELECT CASE WHEN true THEN 1 ELSE 'x' END;
SELECT CASE WHEN 1 THEN 2 END;
SELECT nullif(1, 'a');
SELECT greatest(1, 'a');
SELECT id FROM deals WHERE quantity = '1' AND closing_date = '2024-01-01' ORDER BY id;
SELECT id FROM deals WHERE quantity = '1.5';
SELECT id FROM deals WHERE id = 'abc';
SELECT id FROM deals WHERE stage = 1;
SELECT id FROM deals WHERE amount = true;
SELECT id FROM deals WHERE won = 1;
SELECT id FROM deals WHERE closing_date = 20240101;
SELECT id FROM deals WHERE closing_date = 1.5;
SELECT id FROM deals WHERE stage LIKE 5;
SELECT id FROM deals WHERE amount LIKE '1%';
SELECT id FROM deals WHERE amount::text LIKE '1%' ORDER BY id;
SELECT id FROM deals WHERE closing_date::text LIKE '2024-02%' ORDER BY id;
SELECT id FROM deals WHERE NOT stage;
SELECT - stage FROM deals;
SELECT id FROM deals WHERE amount IN ('1', 'x');
SELECT id FROM deals WHERE quantity IN (SELECT stage FROM deals);
SELECT upper(stage, 1) FROM deals;
SELECT sqrt('a');
SELECT round('2.5'), abs('-3'), length(stage::text) FROM deals LIMIT 1;
SELECT current_user IS NOT NULL, session_user IS NOT NULL, current_schema IS NOT NULL, version() LIKE 'PostgreSQL%', current_database() IS NOT NULL;
SELECT deals FROM deals LIMIT 1;
SELECT d FROM deals d ORDER BY id LIMIT 1;
SELECT (d).stage FROM deals d ORDER BY id LIMIT 2;
SELECT d.ctid FROM deals d LIMIT 0;
-- 0A000
SELECT overlay('abc' placing 'x' from 1), collation for ('a');
SELECT grouping(1);
SELECT id FROM deals TABLESAMPLE BERNOULLI (100) ORDER BY id LIMIT 1;
SELECT id FROM ONLY deals ORDER BY id LIMIT 1;
-- 0A000
SELECT id FROM deals ORDER BY id LIMIT 1 FOR UPDATE;
SELECT 5 OPERATOR(pg_catalog.+) 3, pg_catalog.upper('a'), 'a'::pg_catalog.text, 2::pg_catalog.int4;
SELECT 1 AS select, 2 AS "from", 3 value, 4 AS year;
SELECT 4 year;
SELECT 1 a, 2 AS "B", 3 AS b;
SELECT md5(id::text) FROM deals ORDER BY id LIMIT 2;
-- 0A000
SELECT gen_random_uuid() IS NOT NULL;
-- 0A000
SELECT '550e8400-e29b-41d4-a716-446655440000'::uuid;
-- 0A000
SELECT '192.168.0.1'::inet;
-- 0A000
SELECT '12.34'::money;
-- 0A000
SELECT '<a/>'::xml;
-- 0A000
SELECT B'101', X'1F';
-- 0A000
SELECT int4range(1, 5) @> 3;
-- 0A000
SELECT to_tsvector('a b') @@ to_tsquery('a');
-- 0A000
SELECT point(1, 2);
SELECT has_table_privilege('deals', 'select');
-- 0A000
SELECT pg_sleep(0);
-- 0A000
SELECT setseed(0.5);
SELECT txid_current() > 0;
-- 0A000
SELECT nextval('x');

-- What was found to differ once
SELECT row_to_json(t) FROM (SELECT 1, 'a') t(x, y);
SELECT row_to_json(t) FROM (VALUES (1, 'a'), (2, NULL)) t(x, y);
WITH t(x, y) AS (SELECT id, stage FROM deals ORDER BY id LIMIT 2) SELECT row_to_json(t) FROM t;
WITH t AS (SELECT id, stage FROM deals ORDER BY id LIMIT 2) SELECT row_to_json(u) FROM t AS u(a, b);
SELECT row_to_json(j) FROM ((SELECT 1 a) x JOIN (SELECT 1 a, 2 b) y USING (a)) j;
SELECT row_to_json(j) FROM ((SELECT 1 a) x CROSS JOIN (SELECT 1 c, 2 b) y) j(p, q, r);
SELECT row_to_json(x), row_to_json(y) FROM (SELECT 1 a) x LEFT JOIN (SELECT 2 a, NULL b) y ON x.a = y.a;
SELECT json_agg(t) FROM (VALUES (NULL::int, NULL::int)) t(x, y);
SELECT row_to_json(t) FROM (SELECT NULL::int AS a) t;
SELECT a.id, (SELECT json_agg(d) FROM (SELECT id, amount FROM deals WHERE account_name_id = a.id ORDER BY id) d) FROM accounts a ORDER BY a.id;
SELECT power(2.0, 10)::text, (2.5 ^ 2)::text, power(1.1, 20)::text;
SELECT power(a, b)::text, exp(a)::text, ln(a)::text, log(a)::text, log(a, b)::text, sqrt(a)::text FROM (VALUES (2.0, 3.0), (1.5, 2.25), (1000000.0, 0.5), (0.0001, 4.0), (12.34567, -2.5), (123456789.123, 1.0), (10, 3)) v(a, b) WHERE b <> 1 AND b > 0;
SELECT power(2.0, -3)::text, power(10.0, 20)::text, power(0.5, 100)::text, power(2::numeric, 0.5)::text, power(7.123, 3.5)::text, (-2.0) ^ 3, power(0.0, 0)::text;
SELECT max(x)::text, min(x)::text FROM (VALUES (1.50), (1.500)) v(x);
SELECT max(x)::text, min(x)::text FROM (VALUES (1.500), (1.50)) v(x);
SELECT min(x::numeric)::text, max(x::numeric)::text, min(x) OVER () FROM (VALUES ('1.0'), ('1.00')) v(x) GROUP BY x ORDER BY 1;
SELECT max(v) OVER (ORDER BY o ROWS 1 PRECEDING)::text, min(v) OVER (ORDER BY o)::text FROM (VALUES (1, 1.0), (2, 1.00), (3, 0.5), (4, 0.50), (5, NULL)) t(o, v) ORDER BY o;
SELECT max(amount * 1.0), min(amount / 3) FROM deals;
SELECT pg_typeof(CASE WHEN won THEN 1 ELSE 2.0 END), pg_typeof(coalesce(quantity, amount)), pg_typeof('a'), pg_typeof(NULL), pg_typeof(ARRAY[1]), pg_typeof(closing_date - closing_date), pg_typeof(last_call - created_time), pg_typeof(closing_date + interval '1 day') FROM deals LIMIT 1;
SELECT bool_or(NOT (x >= 0.5) AND NOT (x < 0.5)) FROM (SELECT random() x FROM generate_series(1, 1000)) s;
SELECT count(*) = 1000 FROM generate_series(1, 1000) g WHERE CASE floor(random() * 2) WHEN 0 THEN true WHEN 1 THEN true END;
SELECT count(*) < 200 FROM generate_series(1, 1000) WHERE random() BETWEEN 0.45 AND 0.55;
SELECT CASE floor(random() * 1) WHEN 0 THEN 'a' WHEN 1 THEN 'b' ELSE 'c' END, CASE (random() * 0)::int WHEN 1 THEN 1 ELSE 2.5 END;
SELECT now() = current_timestamp, now() = transaction_timestamp(), current_date = now()::date, localtimestamp = now()::timestamp, now() - now(), statement_timestamp() >= now(), clock_timestamp() >= now(), localtime IS NOT NULL;
SELECT row_to_json((SELECT r FROM (SELECT d.id, d.stage) r)) FROM deals d ORDER BY d.id LIMIT 3;
SELECT row_to_json((SELECT r FROM (SELECT 1 AS a, 'x' AS b) r)), row_to_json((SELECT d FROM deals d WHERE false)) IS NULL;
SELECT a.id, (SELECT json_agg(row_to_json((SELECT r FROM (SELECT d.id, d.amount) r)) ORDER BY d.id) FROM deals d WHERE d.account_name_id = a.id) FROM accounts a ORDER BY a.id;
SELECT row_to_json((SELECT 1));
