-- one column of each kind, with NULLs
SELECT count(*), count(x), count(DISTINCT x) FROM (VALUES (1),(1),(NULL),(2)) t(x)
SELECT count(*) FROM (VALUES (1)) t(x) WHERE false
SELECT count(DISTINCT x) FROM (VALUES (1.0),(1.00),(2)) t(x)
SELECT count(DISTINCT x) FROM (VALUES (interval '1 day'),(interval '24 hours')) t(x)
SELECT count(DISTINCT x) FROM (VALUES ('a'),('A'),('a ')) t(x)
SELECT sum(x), avg(x) FROM (VALUES (1),(2),(NULL),(4)) t(x)
SELECT sum(x), avg(x) FROM (VALUES (1::smallint),(2::smallint)) t(x)
SELECT sum(x), avg(x) FROM (VALUES (9223372036854775807),(9223372036854775807)) t(x)
SELECT sum(x), avg(x) FROM (VALUES (0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1)) t(x)
SELECT sum(x), avg(x) FROM (VALUES (1.50),(2.255),(NULL)) t(x)
SELECT sum(x), avg(x) FROM (VALUES (1::numeric(16,2)),(2.5::numeric(16,2))) t(x)
SELECT sum(x), avg(x) FROM (VALUES (0.1::double precision),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1),(0.1)) t(x)
SELECT sum(x), avg(x) FROM (VALUES (0.1::real),(0.2),(0.3)) t(x)
SELECT sum(x), avg(x) FROM (VALUES (interval '1 day'),(interval '2 months'),(interval '03:00')) t(x)
SELECT sum(x), avg(x) FROM (VALUES ('NaN'::numeric),(1)) t(x)
SELECT sum(x), avg(x) FROM (VALUES ('Infinity'::numeric),(1)) t(x)
SELECT sum(x), avg(x) FROM (VALUES ('Infinity'::numeric),('-Infinity')) t(x)
SELECT sum(x), avg(x), min(x), max(x) FROM (VALUES (1)) t(x) WHERE false
SELECT sum(DISTINCT x), avg(DISTINCT x) FROM (VALUES (1.0),(1.00),(2.5)) t(x)
SELECT sum(DISTINCT x), count(DISTINCT x) FROM (VALUES (1),(1),(2)) t(x)
SELECT sum(DISTINCT x), avg(DISTINCT x), var_samp(DISTINCT x), stddev_pop(DISTINCT x), min(DISTINCT x), max(DISTINCT x), array_agg(DISTINCT x), json_agg(DISTINCT x) FROM (VALUES (1.0),(1.00),(2),(2.000),(NULL)) t(x)
SELECT variance(DISTINCT x) FROM (VALUES (1.0000000000000000000001),(1.00000000000000000000010),(2),(7)) t(x)
SELECT array_agg(DISTINCT x ORDER BY x DESC) FILTER (WHERE x > 1), sum(DISTINCT x) FILTER (WHERE false), array_agg(DISTINCT x) FILTER (WHERE false) FROM (VALUES (1.50),(1.5),(2.0),(NULL),(NULL)) t(x)
SELECT sum(DISTINCT x), avg(DISTINCT x), count(DISTINCT x), array_agg(DISTINCT x), jsonb_agg(DISTINCT x) FROM (VALUES (interval '1 mon'),(interval '30 days'),(NULL)) t(x)
SELECT array_agg(DISTINCT x ORDER BY x DESC), json_agg(DISTINCT x) FROM (VALUES (interval '30 days'),(interval '1 mon'),(interval '2 mon'),(NULL)) t(x)
SELECT array_agg(DISTINCT x), jsonb_agg(DISTINCT x) FROM (VALUES ('{"a":1.0}'::jsonb),('{"a":1.00}'),('[1]'),(NULL)) t(x)
SELECT array_agg(DISTINCT x), json_agg(DISTINCT x) FROM (VALUES (array[1.0]),(array[1.00]),(array[2])) t(x)
SELECT array_agg(DISTINCT x) FROM (VALUES (array['b','a']),(array['b'])) t(x)
SELECT sum(x) FILTER (WHERE x > 1), count(*) FILTER (WHERE x > 1) FROM (VALUES (1),(2),(3)) t(x)
SELECT sum('a') FROM (VALUES (1)) t(x)
SELECT sum(x) FROM (VALUES ('a')) t(x)
SELECT sum(x) FROM (VALUES (true)) t(x)
SELECT sum(x) FROM (VALUES (1e308::double precision),(1e308)) t(x)
SELECT min(x), max(x) FROM (VALUES (3),(1),(NULL)) t(x)
SELECT min(x), max(x) FROM (VALUES (1.50),(-2.5),(10)) t(x)
SELECT min(x), max(x) FROM (VALUES ('b'),('a'),('B')) t(x)
SELECT min(x), max(x) FROM (VALUES (date '2024-01-01'),(date '2023-01-01')) t(x)
SELECT min(x), max(x) FROM (VALUES (timestamp '2024-01-01'),('2024-01-01 10:00')) t(x)
SELECT min(x), max(x) FROM (VALUES (timestamptz '2024-01-01'),('2024-01-01 10:00+00')) t(x)
SELECT min(x), max(x) FROM (VALUES (time '10:00'),('09:00')) t(x)
SELECT min(x), max(x) FROM (VALUES (interval '1 day'),('23 hours'),('1 month')) t(x)
SELECT min(x), max(x) FROM (VALUES (1.5::double precision),(-1)) t(x)
SELECT min(x) FROM (VALUES (true)) t(x)
SELECT min(x), max(x) FROM (VALUES (0.0),(-0.1)) t(x)
SELECT bool_and(x), bool_or(x), every(x) FROM (VALUES (true),(false),(NULL)) t(x)
SELECT bool_and(x), bool_or(x) FROM (VALUES (NULL::boolean)) t(x)
SELECT bool_and(x > 0) FROM (VALUES (1),(2)) t(x)
SELECT bit_and(x), bit_or(x), bit_xor(x) FROM (VALUES (5),(3),(NULL)) t(x)
SELECT string_agg(x, ',') FROM (VALUES ('a'),(NULL),('b')) t(x)
SELECT string_agg(x, ',' ORDER BY x DESC) FROM (VALUES ('a'),('c'),('b')) t(x)
SELECT string_agg(DISTINCT x, ',') FROM (VALUES ('b'),('a'),('b')) t(x)
SELECT string_agg(DISTINCT x, ',' ORDER BY x DESC) FROM (VALUES ('b'),('a'),('b')) t(x)
SELECT string_agg(x, NULL) FROM (VALUES ('a'),('b')) t(x)
SELECT string_agg(x, '') FROM (VALUES ('a')) t(x) WHERE false
SELECT string_agg(x::text, ';' ORDER BY x) FROM (VALUES (2),(10),(1)) t(x)
SELECT string_agg(x, s) FROM (VALUES ('a','1'),('b','2'),('c','3')) t(x, s)
SELECT stddev(x), stddev_pop(x), variance(x), var_pop(x) FROM (VALUES (1),(2),(4)) t(x)
SELECT stddev(x), stddev_samp(x), var_samp(x), var_pop(x) FROM (VALUES (1.5),(2.25),(4)) t(x)
SELECT stddev(x), stddev_pop(x), variance(x), var_pop(x) FROM (VALUES (1.5::double precision),(2.25),(4)) t(x)
SELECT stddev(x), stddev_pop(x) FROM (VALUES (5)) t(x)
SELECT stddev(x), var_pop(x) FROM (VALUES (5.0),(5.0)) t(x)
SELECT stddev(x) FROM (VALUES (1)) t(x) WHERE false
SELECT variance(x) FROM (VALUES (10000000000),(10000000001)) t(x)
SELECT corr(y, x), covar_pop(y, x), covar_samp(y, x) FROM (VALUES (1.0, 2.0),(2, 4),(3, 7)) t(x, y)
SELECT regr_slope(y, x), regr_intercept(y, x), regr_r2(y, x), regr_count(y, x) FROM (VALUES (1.0, 2.0),(2, 4),(3, 7),(NULL, 1)) t(x, y)
SELECT regr_avgx(y, x), regr_avgy(y, x), regr_sxx(y, x), regr_sxy(y, x), regr_syy(y, x) FROM (VALUES (1.0, 2.0),(2, 4),(3, 7)) t(x, y)
SELECT corr(y, x) FROM (VALUES (1.0, 2.0)) t(x, y)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2),(3),(10)) t(x)
SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY x DESC) FROM (VALUES (1),(2),(3),(10)) t(x)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1.5),(NULL),(3)) t(x)
SELECT percentile_cont(0.3) WITHIN GROUP (ORDER BY x) FROM (VALUES (interval '1 day'),(interval '2 days')) t(x)
SELECT percentile_cont(ARRAY[0.25,0.5,0.75]) WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2),(3),(10)) t(x)
SELECT percentile_cont(1.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1)) t(x)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1)) t(x) WHERE false
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2),(3),(10)) t(x)
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY x DESC) FROM (VALUES ('a'),('b'),('c'),('d')) t(x)
SELECT percentile_disc(0) WITHIN GROUP (ORDER BY x) FROM (VALUES (date '2024-01-01'),('2024-02-01')) t(x)
SELECT percentile_disc(ARRAY[0,1]) WITHIN GROUP (ORDER BY x) FROM (VALUES (1.50),(2)) t(x)
SELECT mode() WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2),(2),(3),(3)) t(x)
SELECT mode() WITHIN GROUP (ORDER BY x DESC) FROM (VALUES ('a'),('b'),('b'),('c'),('c')) t(x)
SELECT x % 2, sum(x), string_agg(x::text, ',' ORDER BY x) FROM generate_series(1, 6) x GROUP BY 1 ORDER BY 1
SELECT x, sum(x) OVER (ORDER BY x) FROM (VALUES (1),(2),(3)) t(x) ORDER BY x
SELECT x, avg(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES (1),(2),(4)) t(x) ORDER BY x
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM (VALUES (1.50),(2.255),(4)) t(x) ORDER BY x
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES (0.1::double precision),(0.2),(0.3)) t(x) ORDER BY x
SELECT x, stddev(x) OVER (ORDER BY x ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM (VALUES (1),(2),(4),(8)) t(x) ORDER BY x
SELECT x, string_agg(x::text, ',') OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM (VALUES (1),(2),(4)) t(x) ORDER BY x
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES (1),(2),(4)) t(x) ORDER BY x
SELECT x, count(*) OVER (), count(x) OVER (PARTITION BY x % 2) FROM (VALUES (1),(2),(3)) t(x) ORDER BY x
SELECT x, min(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), max(x) OVER () FROM (VALUES (1.5),(2.50),(4)) t(x) ORDER BY x
SELECT x, sum(x) FILTER (WHERE x > 1) OVER (ORDER BY x) FROM (VALUES (1),(2),(4)) t(x) ORDER BY x
SELECT x, row_number() OVER (ORDER BY x), rank() OVER (ORDER BY y), dense_rank() OVER (ORDER BY y) FROM (VALUES (1,1),(2,1),(3,2)) t(x, y) ORDER BY x
SELECT x, percent_rank() OVER (ORDER BY y), cume_dist() OVER (ORDER BY y), ntile(2) OVER (ORDER BY x) FROM (VALUES (1,1),(2,1),(3,2)) t(x, y) ORDER BY x
SELECT x, lag(x) OVER (ORDER BY x), lead(x, 2) OVER (ORDER BY x), lag(x, 1, 0) OVER (ORDER BY x) FROM (VALUES (1),(2),(3)) t(x) ORDER BY x
SELECT x, lag(x, 1, 0.5) OVER (ORDER BY x) FROM (VALUES (1),(2),(3)) t(x) ORDER BY x
SELECT x, lead(x, 1, 'z') OVER (ORDER BY x) FROM (VALUES ('a'),('b')) t(x) ORDER BY x
SELECT x, first_value(x) OVER w, last_value(x) OVER w, nth_value(x, 2) OVER w FROM (VALUES (1),(2),(3)) t(x) WINDOW w AS (ORDER BY x) ORDER BY x
SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES (1),(2),(4)) t(x) ORDER BY x
SELECT bool_or(x) OVER (), every(x) OVER () FROM (VALUES (true),(false)) t(x)
SELECT x, sum(i) OVER (ORDER BY x) FROM (VALUES (1, interval '1 day'),(2, interval '2 hours')) t(x, i) ORDER BY x
SELECT x, percent_rank() OVER (ORDER BY x) FROM (VALUES (1)) t(x)
SELECT ntile(0) OVER () FROM (VALUES (1)) t(x)
SELECT sum(sum(x)) OVER () FROM (VALUES (1),(2)) t(x) GROUP BY x
SELECT avg(x)::numeric(10,2) FROM (VALUES (1),(2)) t(x)
SELECT max(x) - min(x) FROM (VALUES (timestamp '2024-01-01'),('2024-03-01 10:00')) t(x)
SELECT round(avg(x), 2), sum(x) / count(*) FROM (VALUES (1),(2),(4)) t(x)
SELECT count(*) + 1, coalesce(sum(x), 0) FROM (VALUES (1)) t(x) WHERE x > 5
SELECT x, count(*) FROM (VALUES (1.0),(1.00),(2)) t(x) GROUP BY x ORDER BY x
SELECT DISTINCT x FROM (VALUES (interval '1 day'),(interval '1 day')) t(x)
SELECT x FROM (VALUES (1.5),(1.50),(-3),(10)) t(x) ORDER BY x, x::text
SELECT x FROM (VALUES (interval '1 month'),(interval '29 days'),(interval '800 hours')) t(x) ORDER BY x DESC
SELECT x FROM (VALUES (ARRAY[10]),(ARRAY[9,5]),(ARRAY[9])) t(x) ORDER BY x
SELECT max(foo) FROM (VALUES (1)) t(x)
SELECT maxx(x) FROM (VALUES (1)) t(x)
SELECT percentile_cont(0.5, 1) FROM (VALUES (1)) t(x)
SELECT lag() OVER () FROM (VALUES (1)) t(x)
SELECT rank() FROM (VALUES (1)) t(x)
SELECT has FROM (VALUES (1)) t(x)
SELECT lower(x) FROM (VALUES ('A')) t(x)
-- with arguments, rank and its like are aggregates
SELECT rank(x) OVER () FROM (VALUES (1)) t(x)
SELECT rank(DISTINCT x) OVER () FROM (VALUES (1)) t(x)
SELECT dense_rank(x) FROM (VALUES (1)) t(x)
SELECT cume_dist(y) OVER () FROM (VALUES (1)) t(x)
-- the mode counts equal values together, whatever their form
SELECT mode() WITHIN GROUP (ORDER BY i) FROM (VALUES (interval '30 days'),(interval '1 mon'),(interval '2 days')) t(i)
SELECT mode() WITHIN GROUP (ORDER BY n), mode() WITHIN GROUP (ORDER BY n DESC) FROM (VALUES (1.0),(1.00),(2),(NULL)) t(n)
SELECT mode() WITHIN GROUP (ORDER BY a) FROM (VALUES (array[1.0]),(array[1.00]),(array[0])) t(a)
SELECT mode() WITHIN GROUP (ORDER BY s) FROM (VALUES ('a'),('a '),('a ')) t(s)
SELECT mode() WITHIN GROUP (ORDER BY s) FROM (VALUES (NULL::text)) t(s)
SELECT regr_count(y,x) OVER (ORDER BY x), regr_count(y,x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) FROM (VALUES (NULL::float8, 1::float8),(2,3),(4,5)) t(y,x)
SELECT sum(grouping(x)) FROM (VALUES (1)) t(x) GROUP BY x
