1 + 1
1 + 2.5
1::smallint + 1::smallint
1::smallint + 1::bigint
2147483647 + 1
2147483647::bigint + 1
9223372036854775807 + 1
-2147483648 - 1
32767::smallint + 1::smallint
1.5 + 2.25
1.5::real + 1
1::real + 1.5
1::real + 1.5::double precision
1.0::double precision + 1
'5' + 3
'5.5' + 3
'a' + 1
3 - '1'
'1' + '2'
1 + 'x'
5 / 2
-5 / 2
5 / -2
5 / 0
5.0 / 0
5::double precision / 0
0 / 5
10 / 4.0
1 / 3.0
2 / 3.0
1.0 / 3
100000 / 3.0
1000000000000 / 7.0
0.0001 / 7
1.00000 / 3.00
5.5 / 2.25
-7.5 / 2
1e10::numeric / 3
(-2147483648)::integer / -1
(-9223372036854775808)::bigint / -1
(-32768)::smallint / (-1)::smallint
5 % 3
-5 % 3
5 % -3
5 % 0
5.5 % 2
-5.5 % 2
5.5 % 0
(-9223372036854775808)::bigint % -1
mod(10, 3)
mod(-10, 3)
mod(10.5, 3)
mod(10::bigint, 3)
mod(1, 0)
2 * 3
2147483647 * 2
46341 * 46341
3037000500::bigint * 3037000500
1.5 * 1.25
1.10 * 2.20
123456789012345678901234567890 * 987654321098765432109876543210
1e300::double precision * 1e300
1e-300::double precision * 1e-300
2 ^ 10
2 ^ 0.5
2 ^ -2
0 ^ 0
0.0 ^ 0
0 ^ -1
0.0 ^ -1.0
(-8) ^ (1.0/3)
(-2.0) ^ 3
(-2) ^ 3
2.0 ^ 0.5
2 ^ 3 ^ 2
10 ^ 400
- 5
-(-5)
-(-32768)::smallint
+ 5
-5.5
- '5'
@ -5
@ -5.5
|/ 25.0
|/ 25
||/ 27.0
|/ -1
~ 5
5 & 3
5 | 3
5 # 3
1 << 4
1 << 31
-16 >> 2
1::bigint << 40
5::bigint & 3
91::bigint # 12::bigint
1::smallint << 3
abs(-5)
abs(-5.5)
abs(-5::double precision)
abs((-2147483648)::integer)
abs(-0.0)
0.1 + 0.2
0.1::double precision + 0.2::double precision
0.1::real + 0.2::real
1e15::double precision
1e14::double precision
123456789012345678::double precision
'Infinity'::double precision + 1
'Infinity'::double precision - 1
'Infinity'::numeric + 1
'Infinity'::numeric - 'Infinity'::numeric
'NaN'::numeric + 1
'NaN'::numeric = 'NaN'::numeric
'NaN'::numeric > 'Infinity'::numeric
'Infinity'::numeric * 0
1 / 'Infinity'::numeric
'Infinity'::numeric / 2
1.0 + NULL
NULL + 1
NULL + NULL
1::numeric(10,2) + 1
1.5::numeric(10,2) * 2
1.555::numeric(10,2)
99999999.999::numeric(10,2)
123.456::numeric(5,1)
12345.6::numeric(5,1)
-1.005::numeric(10,2)
1234::numeric(3,-1)
1234::numeric(3,-2)
0.00012::numeric(3,5)
1.5::integer
2.5::integer
-2.5::integer
2.5::double precision::integer
3.5::double precision::integer
-2.5::double precision::integer
2147483647.5::integer
2147483647.4::integer
1e10::integer
1e10::double precision::integer
70000::smallint
3000000000::integer
'3000000000'::integer
1.5::bigint
9223372036854775807.5::bigint
1e19::bigint
1e19::double precision::bigint
'NaN'::numeric::integer
'Infinity'::double precision::integer
1::boolean
0::boolean
5::boolean
true::integer
true::bigint
true::text
false::varchar
1.0::double precision::numeric
0.1::double precision::numeric
0.1::real::numeric
0.1::real::double precision
1e20::double precision::numeric
123456789.123456789::double precision::numeric
3.4e39::real
1e-46::double precision::real
1e39::double precision::real
1::text
1.50::text
1.5::double precision::text
1e20::double precision::text
'12'::integer + '13'::integer
'1.5'::integer
'abc'::numeric
'12abc'::bigint
' 12 '::integer
''::integer
'99999'::smallint
1.5::real::text
16777217::real
1 = 1.0
1 < 2.5
1.0 = 1.00
1::real = 1
0.1::real = 0.1::double precision
0.1::real = 0.1
1 = '1'
1 = 'x'
1 = true
true = 't'
true > false
'a' < 'b'
'a' < 'B'
'a' = 'a '
'a'::char(3) = 'a'
'a'::char(3) = 'a '::text
'ab'::char(5) || 'x'
length('ab'::char(5))
'ab'::char(5)
'abcdef'::char(3)
'abcdef'::varchar(3)
2 > 1 AND 3 > 2
2 BETWEEN 1 AND 3
2 NOT BETWEEN 1 AND 3
3 BETWEEN SYMMETRIC 5 AND 1
1 IN (1, 2.0, 3)
1 IN (2, NULL)
1 NOT IN (2, NULL)
NULL IN (1)
1 IN ('1', '2')
1 IN ('a')
1 IS DISTINCT FROM NULL
1 IS NOT DISTINCT FROM 1.0
NULL IS NULL
coalesce(NULL, 1)
coalesce(NULL, 1, 2.5)
coalesce(NULL, 'a')
coalesce(NULL, NULL)
coalesce(1, 'a')
coalesce(1, '2')
coalesce('2', 1)
coalesce(1::bigint, 2)
coalesce(1, 2.5::double precision)
coalesce(1.5, 2::double precision)
coalesce('2024-01-01'::date, '2024-01-01 00:00'::timestamp)
coalesce(true, 1)
nullif(1, 1)
nullif(1, 2)
nullif(1, 2.5)
nullif(1.0, 1)
nullif('a', 'a')
nullif('a', 'b')
nullif(NULL, 1)
nullif(1, 'a')
nullif('', '')
greatest(1, 2, 3)
greatest(1, 2.5)
greatest(1, NULL, 3)
greatest(NULL, NULL)
least(3, 1.5, 2)
least('b', 'a')
greatest('a', 'B', 'é')
greatest(date '2024-01-01', timestamp '2023-01-01')
greatest(1.50, 1.5)
least(true, false)
greatest(1, 'x')
greatest('10', 9)
greatest(interval '1 day', interval '23 hours')
CASE WHEN true THEN 1 ELSE 2.5 END
CASE WHEN false THEN 1 END
CASE 1 WHEN 1.0 THEN 'a' ELSE 'b' END
CASE WHEN true THEN 1 ELSE 'a' END
CASE WHEN true THEN 1 ELSE '7' END
CASE WHEN NULL THEN 1 ELSE 2 END
CASE WHEN 1 THEN 1 END
CASE 'a' WHEN 'a' THEN NULL ELSE 1 END
CASE WHEN true THEN date '2024-01-01' ELSE timestamp '2024-01-01 10:00' END
NOT true
NOT NULL
true AND NULL
false AND NULL
true OR NULL
1 AND true
'yes' AND true
true IS TRUE
NULL IS UNKNOWN
1 IS TRUE
round(2.5)
round(-2.5)
round(3.5)
round(2.567, 2)
round(2.5::double precision)
round(3.5::double precision)
round(-2.5::double precision)
round(1234.567, -2)
round(1234.567, 5)
round(5, 2)
round(5)
round(5::bigint)
round(2.5::double precision, 1)
round('2.567', 2)
round('2.5')
round(0.5)
round(150, -2)
round(-150, -2)
round(NULL)
round('NaN'::numeric, 2)
trunc(2.567)
trunc(2.567, 2)
trunc(-2.567, 1)
trunc(1234.5, -2)
trunc(2.567::double precision)
trunc(5)
ceil(2.1)
ceil(-2.1)
ceiling(2.1)
ceil(2.0)
ceil(5)
ceil(2.1::double precision)
floor(2.9)
floor(-2.1)
floor(-2.1::double precision)
floor(5)
sign(-5)
sign(-5.5)
sign(0.0)
sign(-2.5::double precision)
sqrt(2)
sqrt(2.0)
sqrt(2::numeric)
sqrt(16)
sqrt(0.0001)
sqrt(123456789.0)
sqrt(12345678901234567890)
sqrt(-1)
sqrt(-1.0)
sqrt(0.0)
sqrt(1e-20::numeric)
cbrt(27.0)
exp(1)
exp(1.0)
exp(10.0)
exp(-5.5)
exp(0.0)
exp(100.0)
exp(1000::double precision)
exp(-1000::double precision)
ln(10)
ln(10.0)
ln(2.0)
ln(1.0)
ln(0.5)
ln(0.00001)
ln(1.05)
ln(1.00001)
ln(0.95)
ln(123456789.123)
ln(0)
ln(-1.0)
ln(1e100::numeric)
log(100)
log(100.0)
log(2.0)
log(0.001)
log10(1000.0)
log(2.0, 64.0)
log(2, 10)
log(10.0, 0.5)
log(0.5, 2.0)
log(1.0, 2.0)
log(0.0)
log(-1)
power(2, 3)
power(2.0, 3)
power(2.0, 0.5)
power(9.0, 0.5)
power(1.5, 2.5)
power(2.0, -3)
power(0.0, 5)
power(0.0, 0.5)
power(-2.0, 0.5)
power(100.0, 0.5)
power(1.0000001, 1000000)
pow(2, 3)
power(2::double precision, 0.5)
power('NaN'::numeric, 0)
power(1, 'NaN'::numeric)
power(2.0, 'Infinity'::numeric)
power(0.5, 'Infinity'::numeric)
gcd(12, 18)
gcd(-12, 18)
gcd(0, 0)
gcd(12.5, 7.5)
gcd(12::bigint, 18)
lcm(4, 6)
lcm(4.5, 6)
lcm(0, 5)
lcm(-4, 6)
lcm(2147483647, 2147483646)
div(10, 3)
div(-10.5, 3)
div(10, 0)
factorial(5)
factorial(25)
factorial(0)
factorial(-1)
pi()
degrees(pi())
radians(180)
degrees(0.5)
sin(0)
sin(1)
cos(1)
tan(1)
cot(1)
asin(1)
asin(2)
acos(0)
atan(1)
atan2(1, 2)
sind(30)
sind(45)
cosd(60)
cosd(90)
tand(45)
sinh(1)
cosh(1)
tanh(1)
asinh(1)
acosh(2)
acosh(0)
atanh(0.5)
sin('Infinity'::double precision)
width_bucket(5.35, 0.024, 10.06, 5)
width_bucket(0, 1, 10, 5)
width_bucket(10, 1, 10, 5)
width_bucket(5, 10, 1, 5)
width_bucket(5::double precision, 0, 10, 4)
width_bucket(5, 1, 1, 5)
width_bucket(5, 1, 10, 0)
scale(1.500)
scale(5)
min_scale(1.500)
trim_scale(1.500)
trim_scale(100.00)
foo(1)
abs('a')
abs(true)
round('a'::text)
sqrt('4')
lower(5)
sum(1, 2)
1 || 2
true + 1
date '2024-01-01' + 'x'
0.1 + 0.1 + 0.1
1e-5
1.0e3
1e5
.5
5.
12345678901
123456789012345678901
1.23e-10
1e400::double precision
1e-400::double precision
0.0::double precision
-- fractions, infinities and bases next to 1
power('-1'::numeric, 'inf')
power('-inf'::numeric, '4.5')
power('-inf'::numeric, 3)
power('-inf'::numeric, -3)
power('-2'::numeric, '-inf')
power(0.0, '-inf')
power(1 - 1.5e-20, 1.45e21)
'NaN'::numeric::text
-- width_bucket over thresholds
width_bucket(5, ARRAY[1, 3, 5, 10])
width_bucket(5, ARRAY[3])
width_bucket(5, '{}'::integer[])
width_bucket(0.5, ARRAY[0.1, 0.5, 9.99])
width_bucket('b'::text, ARRAY['a', 'b', 'c'])
width_bucket(date '2024-05-01', ARRAY['2024-01-01', '2024-05-01']::date[])
width_bucket(5, ARRAY[3, 4, NULL])
width_bucket(0.7::float8, 0, 1, 10)
width_bucket(0.3::float8, 1, 0, 10)
-- degrees near 0, shifts that leave their type, doubles rounded as C does
sind(1e-10) * 1e12
sind(210)
cosd(-120)
tand(135)
cotd(1e-10)
cotd(225)
asind(-0.5)
acosd(-0.5)
atan2d(1, -1)
sind(1e300)
32767::smallint << 2
1e-30::real / 3.4e38::real
1234567890123.25::double precision::numeric
1234567890123.75::double precision::numeric
trunc(0::numeric, -2147483648)
ARRAY[[1,2],[3,4]] > ARRAY[1,2,3]
ARRAY[1] < ARRAY[[1,2],[3,4]]
ARRAY[[1],[2]] < ARRAY[1,2]
ARRAY[[1,2],[3,4]] || 5
5 || ARRAY[[1,2],[3,4]]
ARRAY[[1,2],[3,4]] || ARRAY[5,6,7]
ARRAY[[1,2],[3,4]] || ARRAY[5,6]
-- modifiers that are no integers
1::decimal(3.2)
1::varchar(2.0)
'a'::char(1.5)
1::numeric(99999999999)
1::numeric(3,2,1)
