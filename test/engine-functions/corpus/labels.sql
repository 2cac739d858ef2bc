-- "char" is one byte, name 63
'ab'::"char"::text
''::"char"::text
'  a'::"char"::text
'é'::"char"::text
'\101'::"char"::text
'\303'::"char"::text
'ab'::text::"char"::text
'abc  '::char(5)::"char"::text
'abc'::name::"char"::text
'abc'::varchar(2)::"char"::text
65::"char"::text
5::"char"::text
(-5)::"char"::text
300::"char"::text
65::bigint::"char"::text
true::"char"::text
1.5::"char"::text
NULL::"char" IS NULL
'a'::"char"::integer
'é'::"char"::integer
length('ab'::"char")
'ab'::"char" = 'a'
pg_typeof('ab'::"char")::text
length(repeat('x', 70)::name)
length('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'::name)
repeat('é', 40)::name::text
octet_length(repeat('é', 40)::name)
'abc  '::char(5)::name::text
true::name::text
12.5::name::text
'abc'::name = 'abc'
octet_length('a'::char(5))
octet_length('abc  '::bpchar)
length('a'::char(5))
'abc'::char(2)::text
'é'::char(2) = 'é'
'abcdef'::varchar(3)::char(2)::text
