date '2024-01-31' + 1
1 + date '2024-01-31'
date '2024-03-01' - 1
date '2024-03-01' - date '2024-02-01'
date '2024-01-31' + interval '1 month'
date '2024-01-31' - interval '1 month'
interval '1 day' + date '2024-01-31'
date '2024-01-31' + time '10:30'
time '10:30' + date '2024-01-31'
date '2024-01-31' - '2024-01-01'
date '2024-01-31' + 1.5
date 'infinity' + 1
date '5874897-12-31' + 1
timestamp '2024-01-31 10:00' + interval '1 month 2 days 03:04:05'
timestamp '2024-03-31 10:00' - interval '1 month'
timestamp '2024-02-29 00:00' + interval '1 year'
timestamp '2024-01-31 10:00' - timestamp '2024-01-01 12:30'
timestamp '2024-01-01' - timestamp '2024-03-01 01:00'
timestamptz '2024-03-10 00:00' + interval '1 day'
timestamptz '2024-03-10 00:00' + interval '24 hours'
timestamptz '2024-11-03 00:00' + interval '1 day'
timestamptz '2024-03-09 02:30' + interval '1 day'
timestamptz '2024-03-11 00:00' - timestamptz '2024-03-10 00:00'
timestamptz '2024-03-10 12:00' - interval '1 day'
timestamp '2024-01-01' - timestamptz '2024-01-01 00:00+00'
timestamp 'infinity' + interval '1 day'
timestamp '294276-12-31 23:59:59' + interval '1 second'
time '23:30' + interval '1 hour'
time '00:30' - interval '1 hour'
time '10:00' - time '12:30'
time '10:00' + time '01:00'
interval '1 month' + interval '1 day'
interval '1 month' - interval '40 days'
interval '1 day' * 2.5
2 * interval '1 day'
interval '1 month' * 1.5
interval '1 year 2 mons 3 days 04:05:06' * 3
interval '1 mon' / 2
interval '1 day' / 3
interval '1 year' / 7
interval '3 days' / 0
- interval '1 day 02:00'
interval '1 month' = interval '30 days'
interval '1 month' > interval '29 days 23:59'
interval '24 hours' = interval '1 day'
interval '1 day' < interval '25 hours'
date '2024-01-01' < timestamp '2024-01-01 00:00:01'
date '2024-01-01' = timestamptz '2024-01-01 00:00'
timestamp '2024-01-01' < timestamptz '2024-01-01 00:00+00'
date '2024-01-01' = '2024-01-01'
'2024-01-01' = date '2024-01-01'
date '2024-01-01' = 'x'
date '2024-01-01' = 1
date '2024-01-01' BETWEEN '2023-12-31' AND '2024-01-02'
time '10:00' < time '11:00'
time '10:00' = '10:00'
extract(year from date '2024-05-17')
extract(month from date '2024-05-17')
extract(day from date '2024-05-17')
extract(quarter from date '2024-05-17')
extract(week from date '2024-01-01')
extract(week from date '2021-01-03')
extract(isoyear from date '2021-01-03')
extract(dow from date '2024-05-19')
extract(isodow from date '2024-05-19')
extract(doy from date '2024-12-31')
extract(century from date '2000-12-31')
extract(century from date '2001-01-01')
extract(decade from date '2024-01-01')
extract(millennium from date '2001-01-01')
extract(century from date '0044-03-15 BC')
extract(decade from date '0044-03-15 BC')
extract(millennium from date '0044-03-15 BC')
extract(year from date '0044-03-15 BC')
extract(julian from date '2024-01-01')
extract(epoch from date '2024-01-01')
extract(hour from date '2024-01-01')
extract(foo from date '2024-01-01')
extract(year from date 'infinity')
extract(dow from date 'infinity')
extract(hour from timestamp '2024-05-17 13:45:59.123456')
extract(minute from timestamp '2024-05-17 13:45:59.123456')
extract(second from timestamp '2024-05-17 13:45:59.123456')
extract(seconds from timestamp '2024-05-17 13:45:59')
extract(milliseconds from timestamp '2024-05-17 13:45:59.123456')
extract(microseconds from timestamp '2024-05-17 13:45:59.123456')
extract(epoch from timestamp '2024-05-17 13:45:59.123456')
extract(epoch from timestamp '1969-12-31 23:59:59.5')
extract(julian from timestamp '2024-05-17 12:00')
extract(julian from timestamp '2024-05-17 13:45:59.123456')
extract(timezone from timestamp '2024-05-17')
extract(epoch from timestamptz '2024-05-17 13:45:59.123456+02')
extract(hour from timestamptz '2024-05-17 13:45:59+00')
extract(timezone from timestamptz '2024-05-17 13:45+00')
extract(timezone_hour from timestamptz '2024-05-17 13:45+00')
extract(timezone_minute from timestamptz '2024-05-17 13:45+00')
extract(year from timestamp 'infinity')
extract(epoch from timestamp '-infinity')
extract(hour from timestamp 'infinity')
extract(hour from time '13:45:59.5')
extract(second from time '13:45:59.5')
extract(epoch from time '13:45:59.5')
extract(day from time '13:45')
extract(year from interval '1 year 14 months')
extract(month from interval '1 year 14 months')
extract(day from interval '40 days 30 hours')
extract(hour from interval '40 days 30 hours')
extract(minute from interval '90 minutes')
extract(second from interval '61.5 seconds')
extract(milliseconds from interval '61.5 seconds')
extract(microseconds from interval '1.000001 seconds')
extract(epoch from interval '1 year 2 mons 3 days 04:05:06.7')
extract(epoch from interval '-1 day')
extract(quarter from interval '7 months')
extract(decade from interval '25 years')
extract(century from interval '250 years')
extract(dow from interval '1 day')
extract(second from interval '-1.5 seconds')
extract(year from '2024-01-01')
extract(year from 5)
date_part('year', date '2024-05-17')
date_part('hour', date '2024-05-17')
date_part('second', timestamp '2024-05-17 13:45:59.25')
date_part('epoch', timestamptz '2024-05-17 13:45:59.25+00')
date_part('day', interval '3 days')
date_part('doy', timestamp '2024-05-17')
date_part('FOO', timestamp '2024-05-17')
date_part('Year', timestamp '2024-05-17')
date_part('y', timestamp '2024-05-17')
date_part('julian', timestamp '2024-05-17 12:00')
date_trunc('year', timestamp '2024-05-17 13:45:59.123456')
date_trunc('quarter', timestamp '2024-05-17 13:45:59')
date_trunc('month', timestamp '2024-05-17 13:45:59')
date_trunc('week', timestamp '2024-05-17 13:45:59')
date_trunc('week', timestamp '2024-01-01')
date_trunc('week', timestamp '2023-01-01')
date_trunc('day', timestamp '2024-05-17 13:45:59')
date_trunc('hour', timestamp '2024-05-17 13:45:59')
date_trunc('minute', timestamp '2024-05-17 13:45:59')
date_trunc('second', timestamp '2024-05-17 13:45:59.9')
date_trunc('milliseconds', timestamp '2024-05-17 13:45:59.123456')
date_trunc('microseconds', timestamp '2024-05-17 13:45:59.123456')
date_trunc('decade', timestamp '2024-05-17')
date_trunc('century', timestamp '2024-05-17')
date_trunc('century', timestamp '2000-05-17')
date_trunc('millennium', timestamp '2024-05-17')
date_trunc('century', timestamp '0044-05-17 BC')
date_trunc('decade', timestamp '0044-05-17 BC')
date_trunc('foo', timestamp '2024-05-17')
date_trunc('dow', timestamp '2024-05-17')
date_trunc('day', date '2024-05-17')
date_trunc('month', date '2024-05-17')
date_trunc('day', timestamptz '2024-03-10 12:00')
date_trunc('day', timestamptz '2024-03-10 02:00+00')
date_trunc('hour', timestamptz '2024-11-03 01:30 EST')
date_trunc('hour', timestamptz '2024-11-03 01:30 EDT')
date_trunc('month', timestamptz '2024-03-20 12:00')
date_trunc('day', timestamptz '2024-03-10 12:00', 'Asia/Kolkata')
date_trunc('day', timestamptz '2024-03-10 12:00', 'Nowhere/X')
date_trunc('month', interval '1 year 2 mons 3 days 04:05:06')
date_trunc('day', interval '3 days 04:05:06')
date_trunc('hour', interval '3 days 04:05:06')
date_trunc('quarter', interval '1 year 5 mons')
date_trunc('decade', interval '25 years')
date_trunc('week', interval '25 days')
date_trunc('day', timestamp 'infinity')
date_trunc('day', '2024-05-17')
date_bin('15 minutes', timestamp '2024-02-11 15:44:17', timestamp '2001-01-01')
date_bin('15 minutes', timestamp '2024-02-11 15:44:17', timestamp '2001-01-01 00:02:30')
date_bin('1 day', timestamp '2000-01-01 12:00', timestamp '2001-01-01')
date_bin('1 month', timestamp '2000-01-01', timestamp '2001-01-01')
date_bin('0 days', timestamp '2000-01-01', timestamp '2001-01-01')
age(timestamp '2001-04-10', timestamp '1957-06-13')
age(timestamp '1957-06-13', timestamp '2001-04-10')
age(date '2024-03-31', date '2024-02-29')
age(timestamp '2024-03-01', timestamp '2024-01-31')
age(timestamp '2024-01-31 10:00', timestamp '2024-01-30 12:00')
age(timestamptz '2024-03-11', timestamptz '2024-03-09')
age(timestamp '2023-03-01', timestamp '2020-02-29')
isfinite(date '2024-01-01')
isfinite(timestamp 'infinity')
isfinite(interval '1 day')
justify_hours(interval '50 hours')
justify_days(interval '65 days')
justify_interval(interval '1 mon -1 hour')
justify_interval(interval '-65 days 50 hours')
make_date(2024, 2, 29)
make_date(2023, 2, 29)
make_date(-44, 3, 15)
make_date(0, 1, 1)
make_time(8, 15, 23.5)
make_time(24, 0, 0)
make_time(24, 0, 1)
make_time(-1, 0, 0)
make_timestamp(2024, 7, 15, 8, 15, 23.5)
make_timestamp(2024, 13, 15, 8, 15, 23.5)
make_timestamptz(2024, 7, 15, 8, 15, 23.5)
make_timestamptz(2024, 7, 15, 8, 15, 23.5, 'Europe/Berlin')
make_interval(1, 2, 3, 4, 5, 6, 7.8)
make_interval()
make_interval(1)
to_timestamp(0)
to_timestamp(1284352323.5)
to_timestamp('infinity'::double precision)
to_timestamp(1e15)
timestamp '2024-01-01 12:00' AT TIME ZONE 'UTC'
timestamp '2024-01-01 12:00' AT TIME ZONE 'Asia/Kolkata'
timestamptz '2024-01-01 12:00+00' AT TIME ZONE 'Asia/Tokyo'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'PST'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'America/Los_Angeles'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'EST5EDT'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE interval '-08:00'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'UTC+3'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE '+05:30'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'Nowhere/Land'
timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'america/new_york'
date '2024-07-01' AT TIME ZONE 'UTC'
timestamp '2024-03-10 02:30' AT TIME ZONE 'America/New_York'
timestamp '2024-11-03 01:30' AT TIME ZONE 'America/New_York'
timestamp '2024-01-01 12:00' AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo'
timestamp '1800-01-01 12:00' AT TIME ZONE 'Europe/Amsterdam'
timezone('UTC', timestamp '2024-01-01 12:00')
(timestamp '2024-01-01 23:00')::date
(timestamptz '2024-01-01 23:00+00')::date
(timestamptz '2024-01-01 03:00+00')::date
(timestamptz '2024-01-01 03:00+00')::timestamp
(timestamptz '2024-01-01 03:00+00')::time
(timestamptz '2024-01-01 03:00+00')::text
(timestamp '2024-01-01 03:00')::timestamptz
(timestamp '2024-01-01 03:04:05.678')::time
(date '2024-01-01')::timestamptz
(date '2024-01-01')::timestamp
(time '10:00')::interval
(interval '26 hours')::time
(interval '-1 hour')::time
'2024-01-01'::date::text
date '2024-01-01'::timestamptz
(timestamp '2024-01-01 03:04:05.6789')::timestamp(0)
(timestamp '2024-01-01 03:04:05.6789')::timestamp(2)
'2024-01-01 03:04:05.6789'::timestamptz(1)
(interval '1.23456 seconds')::interval(2)
(time '10:00:00.6')::time(0)
'1 day'::interval::text
date(timestamp '2024-01-01 10:00')
timestamp '2024-01-01 10:00'::date + 1
date '2024-01-01'::integer
1::date
interval '1' day
interval '1-2' year to month
interval '5' month
interval '90' minute
interval '2:30' hour to minute
(date '2024-01-01', date '2024-01-10') OVERLAPS (date '2024-01-05', date '2024-02-01')
(date '2024-01-01', date '2024-01-05') OVERLAPS (date '2024-01-05', date '2024-02-01')
(date '2024-01-01', interval '10 days') OVERLAPS (date '2024-01-05', interval '1 day')
(time '10:00', time '12:00') OVERLAPS (time '11:00', time '13:00')
(timestamp '2024-01-01', NULL) OVERLAPS (timestamp '2024-01-01', timestamp '2024-01-02')
to_char(timestamp '2024-05-07 09:08:07.123456', 'YYYY-MM-DD HH24:MI:SS.US')
to_char(timestamp '2024-05-07 15:08:07', 'HH12:MI:SS AM')
to_char(timestamp '2024-05-07 15:08:07', 'HH:MI pm')
to_char(timestamp '2024-05-07 15:08:07', 'HH:MI a.m.')
to_char(timestamp '2024-05-07 00:08:07', 'HH12 HH24 SSSS')
to_char(timestamp '2024-05-07', 'Day, DD Month YYYY')
to_char(timestamp '2024-05-07', 'FMDay, FMDD FMMonth YYYY')
to_char(timestamp '2024-05-07', 'DAY day Dy DY dy')
to_char(timestamp '2024-05-07', 'MONTH month Mon MON mon')
to_char(timestamp '2024-05-07', 'D ID DDD IDDD W WW IW Q CC J')
to_char(timestamp '2024-05-07', 'Y YY YYY YYYY Y,YYY I IY IYY IYYY')
to_char(timestamp '2024-05-07', 'DDth FMDDth DDTH FMMMth')
to_char(timestamp '2024-05-01', 'FMDDth')
to_char(timestamp '2024-05-22', 'FMDDth')
to_char(timestamp '2024-05-13', 'FMDDth')
to_char(timestamp '2024-05-07', 'RM rm FMRM')
to_char(timestamp '2024-05-07', 'BC AD b.c. A.D.')
to_char(timestamp '0044-05-07 BC', 'YYYY BC')
to_char(timestamp '2024-05-07', '"Year: "YYYY')
to_char(timestamp '2024-05-07', 'YYYY \"quoted\"')
to_char(timestamp '2024-05-07', 'xyz YYYY abc')
to_char(timestamp '2024-05-07 01:02:03.045', 'MS US FF1 FF3 FF6')
to_char(timestamp '2024-05-07', '')
to_char(timestamp 'infinity', 'YYYY')
to_char(NULL::timestamp, 'YYYY')
to_char(timestamptz '2024-05-07 12:00+00', 'YYYY-MM-DD HH24:MI TZ')
to_char(timestamptz '2024-05-07 12:00+00', 'HH24:MI TZH:TZM OF tz')
to_char(timestamptz '2024-01-07 12:00+00', 'HH24 TZ OF')
to_char(timestamp '2024-05-07 12:00', 'TZ OF')
to_char(date '2024-05-07', 'YYYY-MM-DD')
to_char(date '2024-05-07', 'FMMM/FMDD/YY')
to_char(interval '15h 2m 12s', 'HH24:MI:SS')
to_char(interval '40 hours 2 min', 'HH24:MI HH12')
to_char(interval '3 days 4 hours', 'DD HH24')
to_char(interval '1 year 2 months', 'YYYY MM')
to_char(interval '1 day', 'Day')
to_char(time '10:20', 'HH24:MI')
to_char(timestamp '2024-05-07', 'FMYYYY-FMMM')
to_char(timestamp '2024-12-30', 'IYYY-IW-ID')
to_char(timestamp '2021-01-03', 'IYYY-IW-ID IDDD')
to_char(timestamp '2024-05-07 12:00', 'HH24"h"MI')
to_date('05 Dec 2000', 'DD Mon YYYY')
to_date('2024-05-07', 'YYYY-MM-DD')
to_date('20240507', 'YYYYMMDD')
to_date('07/05/24', 'DD/MM/YY')
to_date('07/05/99', 'DD/MM/YY')
to_date('1 January 2024', 'DD Month YYYY')
to_date('2024 127', 'YYYY DDD')
to_date('2024-W19-2', 'IYYY-"W"IW-ID')
to_date('2024/5/7', 'YYYY-MM-DD')
to_date('2024-13-07', 'YYYY-MM-DD')
to_date('2024-02-30', 'YYYY-MM-DD')
to_date('abc', 'YYYY')
to_date('2024', 'YYYY')
to_date('24', 'YY')
to_date('5/2024', 'MM/YYYY')
to_date('', 'YYYY-MM-DD')
to_date('  2024-05-07  ', 'YYYY-MM-DD')
to_date('44-02-01 BC', 'YYYY-MM-DD BC')
to_date('2451187', 'J')
to_date('7th May 2024', 'DDth Mon YYYY')
to_date('MAY 07 2024', 'Mon DD YYYY')
to_date('XX 07 2024', 'Mon DD YYYY')
to_date('202457', 'YYYYMMDD')
to_date('2024 19', 'YYYY WW')
to_timestamp('05 Dec 2000', 'DD Mon YYYY')
to_timestamp('2024-05-07 15:16:17', 'YYYY-MM-DD HH24:MI:SS')
to_timestamp('2024-05-07 03:16:17 PM', 'YYYY-MM-DD HH12:MI:SS PM')
to_timestamp('2024-05-07 12:16 AM', 'YYYY-MM-DD HH12:MI AM')
to_timestamp('2024-05-07 15:16:17.123', 'YYYY-MM-DD HH24:MI:SS.MS')
to_timestamp('2024-05-07 15:16:17.123456', 'YYYY-MM-DD HH24:MI:SS.US')
to_timestamp('2024-05-07 15:16+02', 'YYYY-MM-DD HH24:MITZH')
to_timestamp('2024-05-07T15:16:17', 'YYYY-MM-DD"T"HH24:MI:SS')
to_timestamp('2024-05-07 25:16', 'YYYY-MM-DD HH24:MI')
to_timestamp('2024-05-07 13:16 PM', 'YYYY-MM-DD HH12:MI PM')
to_timestamp('20240507151617', 'YYYYMMDDHH24MISS')
to_timestamp('2024-05-07 12:61', 'YYYY-MM-DD HH24:MI')
to_timestamp('97/Feb/16', 'YY/Mon/DD')
now() = current_timestamp
current_date = now()::date
localtimestamp = now()::timestamp
now() - now()
clock_timestamp() > timestamptz '2024-01-01'
extract(year from now()) > 2000
'now'::timestamptz = now()
'today'::date = current_date
coalesce(date '2024-01-01', NULL)
greatest(date '2024-01-01', date '2024-02-01')
CASE WHEN true THEN date '2024-01-01' END
date '2024-01-01' || ''
date 'x'
timestamp '2024-01-01 25:00'
interval '1 foo'
'2024-01-01'::timestamp - '1 day'
now() - '1 day'::text
to_char(timestamp '0278-10-09 BC', 'CC')
to_char(interval '-5 hours -3 minutes', 'HH24:MI')
to_char(interval '-1 year -2 months', 'YYYY MM')
interval '1 day 2:03:04' day to minute
interval '1.5' hour
interval '10:20' minute to second
interval '1-2' year
interval '5' year to month
interval '1.23456' second(2)
to_timestamp('24:00', 'HH24:MI')
to_date('Monday 06 May 2024', 'Day DD Mon YYYY')
to_timestamp('2024-01-01 10:20:30 -05:00', 'YYYY-MM-DD HH24:MI:SS OF')
to_timestamp('2024-01-01 10 p.m.', 'YYYY-MM-DD HH12 p.m.')
to_date('2024 - 01 - 02', 'YYYY-MM-DD')
to_date('-44-02-01', 'YYYY-MM-DD')
to_date('10000-01-01', 'YYYY-MM-DD')
to_timestamp('2024-05-17T10:20:30Z', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
timestamptz '2024-03-31 02:30 Europe/Berlin'
timestamptz '2024-10-27 02:30 Europe/Berlin'
-- fields of intervals
interval '1 2:03' day to second
interval '1 2' day to second
interval '1 2' hour to minute
interval '123 11'
interval '1 2:03.4567' minute to second(2)
(interval '1 day 10:20:30')::interval day to minute
'1 year 2 months 3 days'::interval year
interval '5.5 seconds 3 milliseconds'
interval '2147483648 years'
interval '9223372036854775808 microseconds'
interval '-2147483648 months -2147483648 days'
interval '4 millenniums 5 centuries 4 decades 1 year 4 months 4 days 17 minutes 31 seconds'
interval '2 days - 12:34:56'
interval 'P00021015T103020'
interval 'P0002-10-15T1S'
interval 'PT10:30'
interval 'P10.5e4Y'
interval 'P.1Y0M3DT4H5M6S'
justify_interval(interval '-2147483648 days -24 hrs')
make_interval(secs => 'Infinity')
-- zones
make_timestamptz(1973, 7, 15, 8, 15, 55.33, '+2')
make_timestamptz(1973, 7, 15, 8, 15, 55.33, '-02:30')
make_timestamptz(1973, 7, 15, 8, 15, 55.33, '2')
make_timestamptz(2014, 12, 10, 10, 10, 10, '+16')
'2014-10-26 01:00:01 MSK'::timestamptz
'2011-03-26 23:00:00 UTC'::timestamptz AT TIME ZONE 'MSK'
'2001-02-16 20:38:40+00'::timestamptz AT TIME ZONE 'VET'
timestamptz '2001-12-27 allballs'
date '+infinity'
'294276-12-31 23:59:59+00'::timestamptz
timestamptz(date '1994-01-01', time '10:00')
-- OVERLAPS of instants, times and intervals
(timestamptz '2000-11-27', timestamptz '2000-11-28') OVERLAPS (timestamptz '2000-11-27 12:00', interval '1 day')
(timestamptz '2000-11-27', interval '12 hours') OVERLAPS (timestamptz '2000-11-27 12:00', interval '12 hours')
(timestamp '2000-11-27', timestamp '2000-11-28') OVERLAPS (timestamp '2000-11-27 12:00', interval '1 day')
(time '00:00', interval '1 hour') OVERLAPS (time '00:30', interval '1 hour')
(time '00:00', NULL::interval) OVERLAPS (time '00:30', interval '1 hour')
-- templates of to_timestamp, step by step
to_timestamp('Fri 1-Jan-1999', 'DY DD MON YYYY')
to_timestamp('2000 + + JUN', 'YYYY   MON')
to_timestamp('2000   -10', 'YYYY TZH')
to_timestamp('2000 -10', 'YYYY  TZH')
to_date('2011 12  18', 'YYYYxMMxDD')
to_date('2011 x12 x18', 'YYYYxMMxDD')
to_timestamp('2005527', 'YYYYIWID')
to_timestamp('19971', 'YYYYMMDD')
to_timestamp('1997-11-Jan-16', 'YYYY-MM-Mon-DD')
to_timestamp('2018-11-02 12:34:56.123456', 'YYYY-MM-DD HH24:MI:SS.FF3')
to_timestamp('2018-11-02 12:34:56.123456789', 'YYYY-MM-DD HH24:MI:SS.US')
to_date('-44-02-01', 'YYYY-MM-DD')
to_date('2016 366', 'YYYY DDD')
to_date('366', 'DDD')
to_char(interval '-5 months', 'RM') || '|' || to_char(interval '12 months', 'rm')
to_char(timestamp '2024-03-05 14:00', 'Am "Month" Month MONTH Mon Yyyy yyyy ß')
to_char(interval '1 day', 'AD')
to_char(interval '1 day', 'Q')
to_char(interval '1 day', '')
extract(timezone_h from date '2020-08-11')
extract(timezone_m from timestamptz '2020-08-11')
extract(timezone_h from interval '1 day')
date_trunc('timezone_h', timestamp '2024-01-01')
-- offsets: minutes run together with hours, seconds do not
date '+010000-01'
date '+10000-01-01'
time '10:00+010000'
timestamptz '2024-01-01 00:00:00+010000'
timestamptz '2024-01-01 00:00:00+010'
timestamptz '2024-01-01 00:00:00+1015'
timestamptz '2024-01-01 00:00:00+01:'
timestamptz '2024-01-01 00:00:00+01:0:30'
timestamptz '2024-01-01 00:00:00+15-3'
timestamptz '2024-01-01 00:00:00+16-3'
timestamptz '2024-01-01 00:00:00+0160'
timestamptz '2024-01-01 00:00:00+16'
timestamptz '2024-01-01 00:00:00-15:59'
-- microseconds far from 1970, where a double has no room for them
timestamp '2300-01-01 00:00:00.123457'
timestamp '9999-12-31 23:59:59.999999'
timestamp '0001-01-01 00:00:00.000001'
timestamptz '9300-01-01 00:00:00.123457'
extract(epoch from timestamptz '9300-01-01 00:00:00.123457')
date_part('epoch', timestamp '2300-01-01 00:00:00.123457')
to_timestamp(10413792000.123457)
timestamp '2300-01-01 00:00:00.123457' + interval '1 microsecond'
'2024-01-01'::timestamp(2.5)
