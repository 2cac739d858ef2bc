length('héllo')
length('')
length('😀a')
char_length('日本語')
character_length('abc')
octet_length('é')
octet_length('😀')
bit_length('a')
length(NULL)
upper('héllo')
lower('ÀÉÎ')
lower('ΑΣ')
upper('ŉ')
upper('ﬁ')
initcap('hello wORLD foo-bar o''neil')
initcap('élan ÉTÉ')
initcap('a1b 2cd')
btrim('  a b  ')
trim('  a  ')
trim(both 'x' from 'xxaxx')
trim(leading 'x' from 'xxaxx')
trim(trailing from 'a  ')
btrim('xyxtrimyyx', 'xyz')
ltrim('zzzytest', 'xyz')
rtrim('testxxzx', 'xyz')
ltrim('  a')
rtrim(E'a\t ')
trim(E'\n a \n')
btrim('abc', '')
position('b' in 'abc')
position('z' in 'abc')
position('' in 'abc')
position('é' in 'caféé')
strpos('high', 'ig')
strpos('😀b', 'b')
replace('abcabc', 'b', 'X')
replace('abc', '', 'X')
replace('aaa', 'aa', 'b')
substring('Thomas' from 2 for 3)
substring('Thomas' from 3)
substring('Thomas' for 2)
substring('Thomas', 0, 3)
substring('Thomas', -1, 4)
substring('Thomas', 2, 100)
substring('Thomas', 10)
substring('Thomas', 2, -1)
substring('Thomas', 2, 0)
substring('😀abc', 2, 2)
substr('alphabet', 3, 2)
substr('alphabet', 3)
substr('alphabet', -2)
substring('Thomas' from '...$')
substring('foobar' from 'o(.)b')
substring('foobar' from 'o.b')
substring('foobar' from 'z')
substring('foobar' from 'o(.)?z|b')
substring('foobar' similar '%#"o_b#"%' escape '#')
substring('foobar' similar '#"o_b#"%' escape '#')
substring('abcdefg' similar 'a#"(b_d)#"%' escape '#')
overlay('Txxxxas' placing 'hom' from 2 for 4)
overlay('Txxxxas' placing 'hom' from 2)
overlay('abc' placing 'X' from 1 for 0)
overlay('abc' placing 'X' from 0)
overlay('abc' placing 'XYZ' from 10)
left('abcde', 2)
left('abcde', -2)
left('abcde', 0)
left('abcde', -10)
right('abcde', 2)
right('abcde', -2)
right('abcde', 0)
right('abcde', 10)
left('😀😁a', 1)
lpad('hi', 5, 'xy')
lpad('hi', 5)
lpad('hello', 3)
lpad('hi', 5, '')
lpad('hi', -1, 'x')
rpad('hi', 5, 'xy')
rpad('hello', 3, 'x')
rpad('é', 3, 'ü')
repeat('Pg', 4)
repeat('Pg', 0)
repeat('Pg', -1)
reverse('abcdé')
reverse('a😀b')
translate('12345', '143', 'ax')
translate('héllo', 'é', 'e')
translate('abc', '', 'x')
translate('aba', 'aa', 'xy')
split_part('abc~@~def~@~ghi', '~@~', 2)
split_part('a,b,c', ',', -1)
split_part('a,b,c', ',', 4)
split_part('a,b,c', ',', -4)
split_part('a,b,c', ',', 0)
split_part('abc', '', 1)
split_part('abc', '', 2)
split_part('', ',', 1)
split_part('abc', ',', -1)
concat('a', NULL, 1, true, 2.50)
concat(NULL)
concat(date '2024-01-01', ' ', timestamp '2024-01-01 10:00')
concat_ws(',', 'a', NULL, 'b', 3)
concat_ws(NULL, 'a', 'b')
concat_ws('', 'a', 'b')
concat_ws(',')
'a' || 'b'
'a' || 1
1 || 'a'
'a' || NULL
'a'::text || 1.50
'x' || true
'x'::text || date '2024-01-01'
1.5 || 'x'::text
NULL || 'a'
format('Hello %s', 'World')
format('%s %s', 'a', 'b')
format('%2$s %1$s', 'a', 'b')
format('%I', 'my col')
format('%I', 'select')
format('%I', 'abc')
format('%L', 'O''Reilly')
format('%L', NULL)
format('%I', NULL)
format('%s', NULL)
format('|%10s|', 'foo')
format('|%-10s|', 'foo')
format('|%*s|', 10, 'foo')
format('|%-*s|', 10, 'foo')
format('|%*2$s|', 'foo', 10, 'bar')
format('%%')
format('%1$s %s', 'a', 'b')
format('%s')
format('%x', 1)
format('a %', 1)
format('%s %s', 1, true)
format('%0$s', 1)
format(NULL, 1)
quote_ident('Foo bar')
quote_ident('foo')
quote_ident('user')
quote_ident('a"b')
quote_literal('O''Reilly')
quote_literal(E'a\\b')
quote_literal(42.5)
quote_nullable(NULL)
quote_nullable('a')
chr(65)
chr(8364)
chr(128512)
chr(0)
chr(-1)
ascii('A')
ascii('é')
ascii('')
ascii('😀')
md5('abc')
md5('')
starts_with('alphabet', 'alph')
'alphabet' ^@ 'bet'
to_hex(2147483647)
to_hex(-1)
to_hex(255::bigint)
to_hex(-1::bigint)
encode('abc'::bytea, 'hex')
encode('abc'::bytea, 'base64')
encode('\x00ff41'::bytea, 'escape')
encode('a'::bytea, 'foo')
decode('616263', 'hex')
decode('YWJj', 'base64')
decode('6162z', 'hex')
decode('616', 'hex')
convert_from('\x616263'::bytea, 'UTF8')
convert_to('é', 'UTF8')
length('\x6162'::bytea)
sha256('abc'::bytea)
sha512('a'::bytea)
'\x6162'::bytea
'\x616'::bytea
'a\\b'::bytea
'\x6162'::bytea || '\x63'::bytea
'\x61'::bytea < '\x62'::bytea
string_to_array('a,b,c', ',')
string_to_array('a,b,c', NULL)
string_to_array('', ',')
string_to_array('a,,c', ',', '')
string_to_array('abc', '')
string_to_array(NULL, ',')
array_to_string(ARRAY[1,2,NULL,4], ',')
array_to_string(ARRAY[1,2,NULL,4], ',', '*')
array_to_string(ARRAY['a','b'], '')
array_to_string(ARRAY[1.50,2], '|')
array_to_string(ARRAY[true,false], ',')
array_to_string(ARRAY[date '2024-01-01'], ',')
'abc' LIKE 'a%'
'abc' LIKE 'A%'
'abc' LIKE '_b_'
'abc' LIKE 'abc_'
'a%c' LIKE 'a\%c'
'abc' LIKE 'a\%c'
'a%c' LIKE 'a#%c' ESCAPE '#'
'a\c' LIKE 'a\c' ESCAPE ''
'abc' LIKE 'abc\'
'abc' LIKE 'abc' ESCAPE 'xx'
'abc' NOT LIKE 'a%'
'ABC' ILIKE 'a%'
'ÉTÉ' ILIKE 'été'
'İzmir' ILIKE 'iz%'
'IZMIR' ILIKE 'İZ%'
'ſ' ILIKE 's'
'ς' ILIKE 'Σ'
'µ' ILIKE 'μ'
'abc' NOT ILIKE 'A%'
NULL LIKE 'a'
'abc' LIKE NULL
'' LIKE '%'
'' LIKE ''
'a' LIKE ''
E'a\nb' LIKE 'a%b'
E'a\nb' LIKE 'a_b'
'日本' LIKE '__'
'😀' LIKE '_'
'abc' ~~ 'a%'
'abc' !~~* 'A%'
'abc' LIKE '%b%c%'
'a.c' LIKE 'a.c'
'abc' LIKE 'a.c'
'a*c' LIKE 'a*c'
'[a]' LIKE '[a]'
'abc' SIMILAR TO 'abc'
'abc' SIMILAR TO 'a'
'abc' SIMILAR TO '%(b|d)%'
'abc' SIMILAR TO '(b|c)%'
'aab' SIMILAR TO 'a{2}b'
'abc' SIMILAR TO '[a-c]+'
'a.c' SIMILAR TO 'a.c'
'abc' SIMILAR TO 'a.c'
'abc' SIMILAR TO 'a_c'
'a%c' SIMILAR TO 'a#%c' ESCAPE '#'
'abc' NOT SIMILAR TO 'abc'
'abc' SIMILAR TO NULL
'ab' SIMILAR TO 'a|ab'
'xyz' SIMILAR TO 'x[^a]z'
'a^b' SIMILAR TO 'a^b'
'abc' ~ '^a'
'abc' ~ 'B'
'abc' ~* 'B'
'abc' !~ 'z'
'abc' !~* 'B'
'abc' ~ '^(b|c)'
'foo.bar' ~ '\.'
'a1' ~ '\d'
'é' ~ '\w'
'a b' ~ 'a\sb'
'foo bar' ~ '\mbar'
'foobar' ~ '\mbar'
'foobar' ~ 'foo\M'
'foo bar' ~ 'foo\M'
'foo' ~ '\yfoo\y'
'abc' ~ '[[:alpha:]]+'
'abc1' ~ '^[[:alnum:]]+$'
'ABC' ~ '[[:lower:]]'
'a-b' ~ '[a\-z]'
'a]b' ~ '[]]'
'a]b' ~ '[^]a-b]'
'x' ~ '('
'x' ~ '['
'x' ~ '*'
'x' ~ 'a**'
'x' ~ 'a{300}'
'x' ~ 'a{2,1}'
'aaa' ~ '^a{3}$'
'a{' ~ 'a{'
'a{x}' ~ 'a{x}'
'abcabc' ~ '(abc)\1'
'abc' ~ '\1'
'ABC' ~ '(?i)abc'
E'a\nb' ~ 'a.b'
E'a\nb' ~ '(?n)a.b'
E'a\nb' ~ '^b'
E'a\nb' ~ '(?n)^b'
E'a\nb' ~ '(?w)^b'
E'a\nb' ~ '(?p)^b'
'a b' ~ '(?x) a \s b # comment'
'a.b' ~ '***=a.b'
'axb' ~ '***=a.b'
'abc' ~ 'a(?=b)'
'abc' ~ 'a(?!b)'
'abc' ~ '(?<=a)b'
'abc' ~ '(?<!a)b'
'abc' ~ '\Aabc\Z'
'abc' ~ '\u0061'
'abc' ~ '\x61'
'abc' ~ 'a|'
'abc' ~ ''
'abc' ~ 'a\'
'a/b' ~ 'a/b'
'abc' ~ '[[:foo:]]'
'😀' ~ '^.$'
'tab	x' ~ '\t'
'abc' ~ '[b-a]'
'abc' ~ '(?<n>a)'
regexp_replace('foobarbaz', 'b..', 'X')
regexp_replace('foobarbaz', 'b..', 'X', 'g')
regexp_replace('foobarbaz', 'b(..)', 'X\1Y', 'g')
regexp_replace('foobar', 'O', 'x', 'gi')
regexp_replace('foo', 'o', '\&\&', 'g')
regexp_replace('foo', 'o', '\\', 'g')
regexp_replace('foo', 'o', '$1')
regexp_replace('aab', 'a*', '-', 'g')
regexp_replace('abc', 'x*', '-', 'g')
regexp_replace('abc', '', '-', 'g')
regexp_replace('abc', 'b', NULL)
regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 0, 'i')
regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 3, 'i')
regexp_replace('abcabc', 'b', 'X', 3)
regexp_replace('abc', 'b', 'X', 'q')
regexp_replace('abc', 'b', 'X', 'z')
regexp_replace('abc', 'b', 'X', '1')
regexp_replace('abc', 'b', 'X', 0)
regexp_replace('foobar', 'foo|foobar', 'X')
regexp_replace('XY1234Z', 'Y*?([0-9]{1,3})', '\1')
regexp_replace('foo bar', '(\w+) (\w+)', '\2 \1')
regexp_replace('  a   b ', '\s+', ' ', 'g')
regexp_replace('1234567', '(\d)(?=(\d{3})+$)', '\1,', 'g')
regexp_match('foobarbequebaz', 'bar.*que')
regexp_match('foobarbequebaz', '(bar)(beque)')
regexp_match('foobarbequebaz', 'ba.*?z')
regexp_match('abc', 'z')
regexp_match('abc', '(z)?b')
regexp_match('abc', 'B', 'i')
regexp_match('abc', 'b', 'g')
regexp_match('XY1234Z', 'Y*([0-9]{1,3})')
regexp_match('XY1234Z', 'Y*?([0-9]{1,3})')
regexp_match('abc01234xyz', '(?:(.*?)(\d+)(.*)){1,1}')
regexp_match('abc01234xyz', '(.*)(\d+)(.*)')
regexp_match('abc01234xyz', '(.*?)(\d+)(.*)')
regexp_match('abcd', 'a|ab|abc')
regexp_match('abcd', '(a|ab)(c|bcd)')
regexp_like('Hello World', 'world$', 'i')
regexp_like('abc', 'b')
regexp_count('ABCABCAXYaxy', 'A.')
regexp_count('ABCABCAXYaxy', 'A.', 1, 'i')
regexp_count('ABCABC', 'A', 3)
regexp_count('abc', 'b', 0)
regexp_count('abc', '')
regexp_substr('number of your street, town zip, FR', '[^,]+', 1, 2)
regexp_substr('ABCDEFGHI', '(c..)(...)', 1, 1, 'i', 2)
regexp_substr('abc', 'z')
regexp_substr('foobar', 'o.')
regexp_instr('number of your street, town zip, FR', '[^,]+', 1, 2)
regexp_instr('ABCDEFGHI', '(c..)(...)', 1, 1, 0, 'i', 2)
regexp_instr('abc', 'z')
regexp_instr('abcb', 'b', 3)
regexp_instr('abc', 'b', 1, 1, 1)
regexp_split_to_array('hello world foo', '\s+')
regexp_split_to_array('abc', '')
regexp_split_to_array('a1b22c', '\d')
regexp_split_to_array('abc', 'b*')
regexp_split_to_array('aXbxc', 'x', 'i')
regexp_split_to_array('abc', 'z')
regexp_split_to_array('', ',')
regexp_split_to_array('1,2,', ',')
SELECT * FROM regexp_split_to_table('the quick brown', '\s+')
SELECT * FROM regexp_matches('foobarbequebazilbarfbonk', '(b[^b]+)(b[^b]+)', 'g')
SELECT * FROM regexp_matches('abc', 'z')
SELECT * FROM regexp_matches('abcabc', 'b')
SELECT * FROM string_to_table('a,b,,c', ',')
SELECT * FROM string_to_table('a,b,,c', ',', '')
SELECT * FROM string_to_table('abc', NULL)
normalize('é', NFC)
'abc' < 'abd'
'Z' < 'a'
'a' < 'B' COLLATE "C"
'é' > 'z'
'😀' > '￿'
'abc'::varchar(2)
'abc'::char(5) || '|'
'a  '::char(3) = 'a'
upper('abc'::char(5))
'true'::boolean
'abc'::boolean
'a'::text::integer
cast('x' as varchar)
get_byte('\x1234'::bytea, 1)
get_byte('\x1234'::bytea, 5)
set_byte('\x1234'::bytea, 1, 255)
get_bit('\x1234'::bytea, 9)
set_bit('\x1234'::bytea, 0, 1)
bit_count('\xff01'::bytea)
substring('\x123456'::bytea, 2, 1)
unistr('d\0061t\+000061')
unistr('\u0441\U0000043B')
unistr('\x')
parse_ident('"SomeSchema".someTable')
parse_ident('foo bar')
is_normalized('e')
asind(0.5)
acosd(0.5)
atand(1)
atan2d(1, 1)
cotd(45)
current_setting('datestyle')
current_setting('foo.bar', true)
current_setting('foobar')
-- escapes of Unicode
unistr('\0064at\+0000610')
unistr('\d83d\ude00')
unistr('wrong: \db99')
unistr('wrong: \db99\0061')
unistr('wrong: \+2FFFFF')
unistr('wrong: \xyz')
normalize('a', 'def')
E'wrong: \u061'
-- bytes
btrim('\x00746f6d00'::bytea, '\x00'::bytea)
ltrim('\x00746f6d00'::bytea, '\x00'::bytea)
rtrim('\x00746f6d00'::bytea, '\x00'::bytea)
trim(both '\x00'::bytea from '\x00746f6d00'::bytea)
overlay('\x5468006f6d6173'::bytea placing '\x0203'::bytea from 5 for 3)
overlay('\x5468006f6d6173'::bytea placing '\x0203'::bytea from 8)
position('\x6f6d'::bytea in '\x5468006f6d6173'::bytea)
'a\678b'::bytea
-- the shortest beginning, the longest middle
substring('abcdefg' similar 'a*#"%#"g*' escape '#')
substring('abcdefg' similar 'a#"%#"g' escape '#')
substring('abcdefg' similar 'a#"%g' escape '#')
substring('abcdefg' similar '%#"cd#"%' escape '#')
substring('aabbcc' similar '%#"b+#"%' escape '#')
substring('abcdefg' similar 'a#"%#"x' escape '#')
substring('abcdefg' similar 'abc%' escape '#')
-- back references
'xxx' ~ '(.){0}(\1)'
'abcdef' ~ '^(.)\1|\1.'
'xyz' ~ 'x(\w)(?=\1)'
'abab' ~ '^(ab)\1$'
'a' ~ '\x7fffffff'
set_bit('\x00'::bytea, 0, 4)
overlay('abc' placing 'x' from 2147483647)
convert_from('\xff'::bytea, 'UTF8')
convert_from('\xc3a4'::bytea, 'utf-8')
convert_to('ä', 'UTF8')
convert_to('ä', 'nonsense')
decode('aaa', 'base64')
decode('YWJj ZGVm', 'base64')
parse_ident('Ünder.É')
SELECT * FROM regexp_split_to_table('ABC', 'B', NULL)
