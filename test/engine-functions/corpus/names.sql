-- names that JavaScript's objects know of themselves
'1'::constructor
'1'::__proto__
'1'::hasOwnProperty
'1'::"constructor"
'1'::"__proto__"
'1'::"hasOwnProperty"
CAST(1 AS constructor)
CAST(1 AS __proto__)
CAST(1 AS hasOwnProperty)
constructor '1'
__proto__ '1'
hasOwnProperty '1'
constructor(1)
__proto__(1)
hasOwnProperty(1)
constructor()
__proto__()
hasOwnProperty()
"constructor"(1)
"__proto__"(1)
"hasOwnProperty"(1)
pg_catalog.constructor(1)
pg_catalog.__proto__(1)
pg_catalog.hasOwnProperty(1)
extract(constructor from date '2024-01-01')
extract(__proto__ from date '2024-01-01')
extract(hasOwnProperty from date '2024-01-01')
extract('constructor' from timestamp '2024-01-01')
extract('__proto__' from timestamp '2024-01-01')
extract('hasOwnProperty' from timestamp '2024-01-01')
extract(constructor from interval '1 day')
extract(__proto__ from interval '1 day')
extract(hasOwnProperty from interval '1 day')
date_part('constructor', time '10:00')
date_part('__proto__', time '10:00')
date_part('hasOwnProperty', time '10:00')
date_trunc('constructor', timestamp '2024-01-01')
date_trunc('__proto__', timestamp '2024-01-01')
date_trunc('hasOwnProperty', timestamp '2024-01-01')
date_trunc('constructor', interval '1 day')
date_trunc('__proto__', interval '1 day')
date_trunc('hasOwnProperty', interval '1 day')
current_setting('constructor', true)
current_setting('__proto__', true)
current_setting('hasOwnProperty', true)
current_setting('constructor')
current_setting('__proto__')
current_setting('hasOwnProperty')
timestamp '2024-01-01' at time zone 'constructor'
timestamp '2024-01-01' at time zone '__proto__'
timestamp '2024-01-01' at time zone 'hasOwnProperty'
date 'constructor'
date 'hasOwnProperty'
timestamp 'constructor'
timestamp 'hasOwnProperty'
time 'constructor'
time 'hasOwnProperty'
interval 'constructor'
interval '__proto__'
interval 'hasOwnProperty'
interval '1 constructor'
interval '1 __proto__'
interval '1 hasOwnProperty'
interval '1' constructor
interval '1' __proto__
interval '1' hasOwnProperty
interval 'P1constructor'
interval 'P1__proto__'
interval 'P1hasOwnProperty'
'constructor'::float8
'__proto__'::float8
'hasOwnProperty'::float8
'constructor'::numeric
'__proto__'::numeric
'hasOwnProperty'::numeric
'constructor'::boolean
'__proto__'::boolean
'hasOwnProperty'::boolean
'constructor'::int
'__proto__'::int
'hasOwnProperty'::int
to_char(1, 'constructor')
to_char(1, '__proto__')
to_char(timestamp '2024-01-01', 'constructor')
to_char(timestamp '2024-01-01', '__proto__')
to_char(timestamp '2024-01-01', 'hasOwnProperty')
to_date('constructor', 'constructor')
to_date('__proto__', '__proto__')
to_date('hasOwnProperty', 'hasOwnProperty')
to_timestamp('constructor','constructor')
to_timestamp('__proto__','__proto__')
to_timestamp('hasOwnProperty','hasOwnProperty')
to_number('constructor','constructor')
to_number('__proto__','__proto__')
'{"constructor":1}'::jsonb
'{"__proto__":1}'::jsonb
'{"hasOwnProperty":1}'::jsonb
('{"constructor":1}'::jsonb)->'constructor'
('{"__proto__":1}'::jsonb)->'__proto__'
('{"hasOwnProperty":1}'::jsonb)->'hasOwnProperty'
('{}'::jsonb)->'constructor'
('{}'::jsonb)->'__proto__'
('{}'::jsonb)->'hasOwnProperty'
('{"constructor":1}'::json)->>'constructor'
('{"__proto__":1}'::json)->>'__proto__'
('{"hasOwnProperty":1}'::json)->>'hasOwnProperty'
jsonb_build_object('constructor',1)
jsonb_build_object('__proto__',1)
jsonb_build_object('hasOwnProperty',1)
json_build_object('constructor',1)
json_build_object('__proto__',1)
json_build_object('hasOwnProperty',1)
('{"a":1,"constructor":2}'::jsonb) - 'constructor'
('{"a":1,"__proto__":2}'::jsonb) - '__proto__'
('{"a":1,"hasOwnProperty":2}'::jsonb) - 'hasOwnProperty'
jsonb_set('{}','{constructor}','1')
jsonb_set('{}','{__proto__}','1')
jsonb_set('{}','{hasOwnProperty}','1')
('{"constructor":{"constructor":3}}'::jsonb) #> '{constructor,constructor}'
('{"__proto__":{"__proto__":3}}'::jsonb) #> '{__proto__,__proto__}'
('{"hasOwnProperty":{"hasOwnProperty":3}}'::jsonb) #> '{hasOwnProperty,hasOwnProperty}'
SELECT * FROM jsonb_each('{"constructor":1}')
SELECT * FROM jsonb_each('{"__proto__":1}')
SELECT * FROM jsonb_each('{"hasOwnProperty":1}')
SELECT * FROM json_object_keys('{"constructor":1}')
SELECT * FROM json_object_keys('{"__proto__":1}')
SELECT * FROM json_object_keys('{"hasOwnProperty":1}')
jsonb_object_agg('constructor', 1)
jsonb_object_agg('__proto__', 1)
jsonb_object_agg('hasOwnProperty', 1)
row_to_json(r) FROM (SELECT 1 AS "constructor") r
row_to_json(r) FROM (SELECT 1 AS "__proto__") r
row_to_json(r) FROM (SELECT 1 AS "hasOwnProperty") r
SELECT 1 AS constructor
SELECT 1 AS __proto__
SELECT 1 AS hasOwnProperty
SELECT 1 AS "constructor"
SELECT 1 AS "__proto__"
SELECT 1 AS "hasOwnProperty"
SELECT "constructor" FROM (SELECT 1 AS "constructor") t
SELECT "__proto__" FROM (SELECT 1 AS "__proto__") t
SELECT "hasOwnProperty" FROM (SELECT 1 AS "hasOwnProperty") t
SELECT constructor FROM (SELECT 1 AS a) t
SELECT __proto__ FROM (SELECT 1 AS a) t
SELECT hasOwnProperty FROM (SELECT 1 AS a) t
SELECT t.constructor FROM (SELECT 1 AS a) t
SELECT t.__proto__ FROM (SELECT 1 AS a) t
SELECT t.hasOwnProperty FROM (SELECT 1 AS a) t
SELECT "constructor".a FROM (SELECT 1 AS a) "constructor"
SELECT "__proto__".a FROM (SELECT 1 AS a) "__proto__"
SELECT "hasOwnProperty".a FROM (SELECT 1 AS a) "hasOwnProperty"
SELECT constructor.a FROM (SELECT 1 AS a) constructor
SELECT __proto__.a FROM (SELECT 1 AS a) __proto__
SELECT hasOwnProperty.a FROM (SELECT 1 AS a) hasOwnProperty
WITH constructor AS (SELECT 1 AS a) SELECT * FROM constructor
WITH __proto__ AS (SELECT 1 AS a) SELECT * FROM __proto__
WITH hasOwnProperty AS (SELECT 1 AS a) SELECT * FROM hasOwnProperty
SELECT * FROM constructor
SELECT * FROM __proto__
SELECT * FROM hasOwnProperty
SELECT * FROM constructor.Leads
SELECT * FROM __proto__.Leads
SELECT * FROM hasOwnProperty.Leads
SELECT * FROM pg_catalog.constructor
SELECT * FROM pg_catalog.__proto__
SELECT * FROM pg_catalog.hasOwnProperty
SELECT sum(x) OVER constructor FROM (VALUES (1)) t(x)
SELECT sum(x) OVER __proto__ FROM (VALUES (1)) t(x)
SELECT sum(x) OVER hasOwnProperty FROM (VALUES (1)) t(x)
SELECT sum(x) OVER constructor FROM (VALUES (1)) t(x) WINDOW constructor AS ()
SELECT sum(x) OVER __proto__ FROM (VALUES (1)) t(x) WINDOW __proto__ AS ()
SELECT sum(x) OVER hasOwnProperty FROM (VALUES (1)) t(x) WINDOW hasOwnProperty AS ()
SELECT x FROM (VALUES (1)) t(x) ORDER BY constructor
SELECT x FROM (VALUES (1)) t(x) ORDER BY __proto__
SELECT x FROM (VALUES (1)) t(x) ORDER BY hasOwnProperty
SELECT x FROM (VALUES (1)) t(x) GROUP BY constructor
SELECT x FROM (VALUES (1)) t(x) GROUP BY __proto__
SELECT x FROM (VALUES (1)) t(x) GROUP BY hasOwnProperty
SELECT x AS constructor FROM (VALUES (1)) t(x) GROUP BY constructor
SELECT x AS __proto__ FROM (VALUES (1)) t(x) GROUP BY __proto__
SELECT x AS hasOwnProperty FROM (VALUES (1)) t(x) GROUP BY hasOwnProperty
SELECT * FROM (VALUES (1)) a(constructor) JOIN (VALUES (1)) b(constructor) USING (constructor)
SELECT * FROM (VALUES (1)) a(__proto__) JOIN (VALUES (1)) b(__proto__) USING (__proto__)
SELECT * FROM (VALUES (1)) a(hasOwnProperty) JOIN (VALUES (1)) b(hasOwnProperty) USING (hasOwnProperty)
SELECT * FROM (SELECT 1 AS constructor) a NATURAL JOIN (SELECT 1 AS constructor) b
SELECT * FROM (SELECT 1 AS __proto__) a NATURAL JOIN (SELECT 1 AS __proto__) b
SELECT * FROM (SELECT 1 AS hasOwnProperty) a NATURAL JOIN (SELECT 1 AS hasOwnProperty) b
SELECT * FROM constructor(1)
SELECT * FROM __proto__(1)
SELECT * FROM hasOwnProperty(1)
SELECT * FROM generate_series(1,2) constructor
SELECT * FROM generate_series(1,2) __proto__
SELECT * FROM generate_series(1,2) hasOwnProperty
SELECT 1 constructor 2
SELECT 1 __proto__ 2
SELECT 1 hasOwnProperty 2
encode('a','constructor')
encode('a','__proto__')
encode('a','hasOwnProperty')
decode('a','constructor')
decode('a','__proto__')
decode('a','hasOwnProperty')
convert_to('a','constructor')
convert_to('a','__proto__')
convert_to('a','hasOwnProperty')
regexp_match('a','[[:constructor:]]')
regexp_match('a','[[:__proto__:]]')
regexp_match('a','[[:hasOwnProperty:]]')
regexp_match('a','a','constructor')
regexp_match('a','a','__proto__')
regexp_match('a','a','hasOwnProperty')
normalize('a', constructor)
normalize('a', __proto__)
normalize('a', hasOwnProperty)
make_interval(constructor => 1)
make_interval(__proto__ => 1)
make_interval(hasOwnProperty => 1)
(row(1)).constructor
(row(1)).__proto__
(row(1)).hasOwnProperty
position(constructor in 'a')
position(__proto__ in 'a')
position(hasOwnProperty in 'a')
overlay('a' placing constructor from 1)
overlay('a' placing __proto__ from 1)
overlay('a' placing hasOwnProperty from 1)
trim(constructor from 'a')
trim(__proto__ from 'a')
trim(hasOwnProperty from 'a')
format('%constructor', 1)
format('%__proto__', 1)
format('%hasOwnProperty', 1)
quote_ident('constructor')
quote_ident('__proto__')
quote_ident('hasOwnProperty')
SELECT * FROM json_to_record('{"constructor":1}') AS t(constructor int)
SELECT * FROM json_to_record('{"__proto__":1}') AS t(__proto__ int)
SELECT * FROM json_to_record('{"hasOwnProperty":1}') AS t(hasOwnProperty int)
SELECT * FROM json_to_recordset('[{"constructor":1}]') AS t("constructor" int)
SELECT * FROM json_to_recordset('[{"__proto__":1}]') AS t("__proto__" int)
SELECT * FROM json_to_recordset('[{"hasOwnProperty":1}]') AS t("hasOwnProperty" int)
SELECT * FROM json_populate_record(null::constructor, '{}')
SELECT * FROM json_populate_record(null::__proto__, '{}')
SELECT * FROM json_populate_record(null::hasOwnProperty, '{}')
percentile_cont(0.5) WITHIN GROUP (ORDER BY constructor)
percentile_cont(0.5) WITHIN GROUP (ORDER BY __proto__)
percentile_cont(0.5) WITHIN GROUP (ORDER BY hasOwnProperty)
SELECT count(constructor) FILTER (WHERE true)
SELECT count(__proto__) FILTER (WHERE true)
SELECT count(hasOwnProperty) FILTER (WHERE true)
'{constructor,b}'::text[]
'{__proto__,b}'::text[]
'{hasOwnProperty,b}'::text[]
array['constructor']
array['__proto__']
array['hasOwnProperty']
string_to_array('constructor','constructor')
string_to_array('__proto__','__proto__')
string_to_array('hasOwnProperty','hasOwnProperty')
mode() within group (order by 'constructor')
mode() within group (order by '__proto__')
mode() within group (order by 'hasOwnProperty')
lower('constructor')
lower('__proto__')
lower('hasOwnProperty')
greatest('constructor','a')
greatest('__proto__','a')
greatest('hasOwnProperty','a')
coalesce(null,'constructor')
coalesce(null,'__proto__')
coalesce(null,'hasOwnProperty')
count(DISTINCT 'constructor')
count(DISTINCT '__proto__')
count(DISTINCT 'hasOwnProperty')
SELECT 'constructor' UNION SELECT 'constructor'
SELECT '__proto__' UNION SELECT '__proto__'
SELECT 'hasOwnProperty' UNION SELECT 'hasOwnProperty'
