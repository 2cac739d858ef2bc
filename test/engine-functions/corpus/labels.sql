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
'a'::"char" = 'ab'
'a'::"char" <> 'ab'
'b'::"char" > 'ab'
'a'::"char" = 'ab'::text
'a'::"char" = 'a '::char(2)
'a'::"char" = NULL
'a'::"char" = 97
'a'::"char" IN ('ab', 'x')
'a'::"char" NOT IN ('ab', 'x')
'a'::"char" IN ('ab'::varchar)
'a'::"char" IN ('ab'::text, 'ab')
'a'::"char" IN ('ab'::char(2), 'a'::char(1))
'a'::"char" NOT IN ('ab'::char(2), 'ab')
'a'::"char" BETWEEN 'ab' AND 'b'
'a'::"char" IS DISTINCT FROM 'ab'
CASE 'a'::"char" WHEN 'ab' THEN 1 ELSE 2 END
NULLIF('a'::"char", 'ab') IS NULL
('a'::"char", 1) = ('ab', 1)
coalesce(NULL::"char", 'ab')::text
greatest('a'::"char", 'bc')::text
'ab'::char(2) IN ('ab  ')
'ab'::varchar(2) IN ('abc')
'ab'::char(3) IN ('ab  '::text)
'ab'::varchar IN ('ab '::char(3))
'a'::"char" || 'b'::text
'b'::text || 'a'::"char"
'a'::"char" || 'b'
'a'::"char" || 'b'::"char"
'a'::"char" || 'b'::varchar
'a'::"char" || 'b'::char(1)
'a'::"char" || 'b'::name
'a'::"char" || NULL
'a'::"char" || 1
'a'::"char"::text || 'b'
'a'::name || 'b'
left(repeat('y', 70), 63)::name = 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'
left(repeat('y', 70), 63)::name = repeat('y', 70)
'x'::name IN ('x', 'y'::text)
