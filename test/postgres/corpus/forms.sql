-- Forms of queries that PostgreSQL's own tests try: sets, ordered sets, twins
SELECT first_value(u) over w, last_value(u) over w, nth_value(u,2) over w, u, f FROM (values (0,0),(1,1),(2,2),(3,3),(4,0),(5,1),(6,2),(7,3),(8,0),(9,1)) v(u,f) window w as (ORDER BY f, u rows between current row and 2 following exclude current row) order by f,u;
SELECT first_value(u) over w, last_value(u) over w, nth_value(u,2) over w, u, f FROM (values (0,0),(1,1),(2,2),(3,3),(4,0),(5,1),(6,2),(7,3),(8,0),(9,1)) v(u,f) window w as (ORDER BY f, u rows between current row and 2 following exclude group) order by f,u;
SELECT min(u) over w, max(u) over w, count(u) over w, u, f FROM (values (0,0),(1,1),(2,2),(3,3),(4,0),(5,1),(6,2),(7,3),(8,0),(9,1)) v(u,f) window w as (ORDER BY f groups between current row and 2 following exclude ties) order by f,u;
SELECT min(u) over w, max(u) over w, count(u) over w, u, f FROM (values (0,0),(1,1),(2,2),(3,3),(4,0),(5,1),(6,2),(7,3),(8,0),(9,1)) v(u,f) window w as (ORDER BY f range between 1 preceding and 1 following exclude group) order by f,u;
SELECT min(u) over w, max(u) over w, count(u) over w, u, f FROM (values (0,0),(1,1),(2,2),(3,3),(4,0),(5,1),(6,2),(7,3),(8,null),(9,null)) v(u,f) window w as (ORDER BY f desc nulls last range between 1 preceding and 1 following exclude ties) order by f,u;
SELECT ntile(0) OVER (ORDER BY f) FROM (values (0,0),(1,1)) v(u,f);
SELECT ntile(u) OVER (ORDER BY f) FROM (values (2,0),(3,1),(4,5)) v(u,f);
SELECT lag(u, f) OVER (ORDER BY u) FROM (values (2,0),(3,1),(4,5)) v(u,f);
select nth_value(u, 0) OVER (ORDER BY u) FROM (values (2,0),(3,1),(4,5)) v(u,f);
select nth_value(u, f) OVER (ORDER BY u) FROM (values (2,1),(3,1),(4,5),(9,null)) v(u,f);
select from generate_series(1,5) intersect all select from generate_series(1,3);
select from generate_series(1,5) union select from generate_series(1,3);
select count(*) from (select from generate_series(1,5) except all select from generate_series(1,3)) s;
-- 0A000 NaN of type double precision is not supported
select var_pop('inf'::float8);
select sum(x::float8) FROM (VALUES ('infinity'), ('1')) v(x);
select avg(x::float8) FROM (VALUES ('infinity'), ('1')) v(x);
select count();
select count() over ();
select row() = row();
select percentile_disc(array[[null,1,0.5],[0.75,0.25,null]]) within group (order by x) from generate_series(1,20) x;
select rank(x) within group (order by x) from generate_series(1,5) x;
select rank(3) within group (order by x) from (values ('fred'),('jim')) v(x);
-- 0A000 a key of several grouping sets cannot be a direct argument of an ordered-set aggregate
select grouping(a), a, array_agg(b),rank(a) within group (order by b nulls first),rank(a) within group (order by b nulls last) from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b) group by rollup (a) order by a;
select rank(null) within group (order by b nulls first),rank(null::int) within group (order by b nulls last), dense_rank(null) within group (order by b desc), cume_dist(null) within group (order by b),percent_rank(null) within group (order by b) from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b);
-- 0A000 several grouping sets over one expression under two names are not supported
select g as alias1, g as alias2 from generate_series(1,3) g group by alias1, rollup(alias2);
SELECT f, coalesce(generate_series(1,3), 0) FROM (values (0,0),(1,1)) v(u,f);
SELECT case when f = 1 then generate_series(1,3) end FROM (values (0,0),(1,1)) v(u,f);
-- 0A000 DISTINCT ON beside a set-returning function that is none of its keys is not supported
SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC;
SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC, g desc;
-- 0A000 DISTINCT ON beside a set-returning function that is none of its keys is not supported
SELECT DISTINCT ON (a, b) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b;
select a, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1)) AS t(a, b) order by a, b limit 4;
-- 0A000 GROUPING of the groups of an outer query is not supported
select (select grouping(v1)) from (values ((select 1))) v(v1) group by v1;
select * from (values (1,now())) a(x,y) natural join (values (now(),2)) b(x,y);
select count(*) from (select from generate_series(1,5) except all select from generate_series(1,3)) s;
select from generate_series(1,5) intersect select from generate_series(1,3);
-- 0A000 NaN of type double precision is not supported
select covar_pop(1::float8,'inf'::float8);
select corr(a,b), covar_samp(a,b), regr_slope(a,b), stddev(a), var_pop(b) from (values (1.5::float8, 2::float8),(3,4),(7,1)) v(a,b);
select corr(a,b), covar_pop(a,b), regr_slope(a,b), stddev_pop(a), var_pop(b) from (values (1.5::float8, 2::float8)) v(a,b);
SELECT regr_count(b, a), corr(1e154*b, a) from (values (1.5::float8, 2::float8),(3,4),(7,1)) v(a,b);
SELECT var_pop(1e200*b) from (values (1.5::float8, 2::float8),(3,4),(7,1)) v(a,b);
SELECT var_samp(x::float8) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES (1, 1.5), (2, 2), (3, 4)) v(n, x);
SELECT coalesce(f1, 0) from generate_series(1,2) f1;
select g as a, g as b, g + 1 from generate_series(1,3) g group by a, b;
select g as a, g as b from generate_series(1,3) g group by rollup(a);
select a, percentile_cont(a/10.0) within group (order by b) from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b) group by a;
-- 0A000 a key of several grouping sets cannot be a direct argument of an ordered-set aggregate
select a, percentile_cont(a/10.0) within group (order by b) from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b) group by rollup(a);
select percentile_cont(a/10.0) within group (order by b) from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b);
select percentile_cont(0.5) within group (order by b), a from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b) group by cube(a) order by a;
select rank(a) within group (order by b), a from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b) group by a order by a;
select (select rank(a) within group (order by x) from generate_series(1,3) x), a from (values (1,1),(1,4),(1,5),(3,1),(3,2)) v(a,b) order by a;
select rank(1, 'x') within group (order by b, c) from (values (1,'a'),(1,'b')) v(b,c);
select rank(1.5) within group (order by b) from (values (1,'a'),(1,'b')) v(b,c);
select rank('1') within group (order by b) from (values (1,'a'),(1,'b')) v(b,c);

-- An alias for the columns of USING; functions side by side
SELECT * FROM accounts a JOIN deals d USING (owner) AS x WHERE x.owner = 'Ada Moss' AND d.won ORDER BY a.id, d.id LIMIT 4;
SELECT x.*, a.id FROM accounts a JOIN deals d USING (owner, owner_id) AS x ORDER BY d.id, a.id LIMIT 4;
SELECT x.amount FROM accounts a JOIN deals d USING (owner) AS x;
SELECT a.id FROM accounts a JOIN deals d USING (owner) AS d;
SELECT x.owner FROM accounts a FULL JOIN contacts d USING (id) AS x;
SELECT count(x.id), count(a.id) FROM accounts a FULL JOIN contacts d USING (id) AS x;
SELECT owner, x.owner, y.id FROM accounts a JOIN deals d USING (owner) AS x JOIN contacts c USING (owner) JOIN tasks t ON true LEFT JOIN tasks u ON u.id = t.id JOIN LATERAL (SELECT u.id) AS y ON true ORDER BY d.id, a.id, c.id, t.id LIMIT 3;
select * from unnest(array[10,20],array['foo','bar'],array[1.0]);
select * from unnest(array[10,20],array['foo','bar'],array[1.0]) with ordinality as z(a,b,c,ord);
select * from rows from(unnest(array[10,20],array['foo','bar']), generate_series(101,104)) with ordinality as z(a,b,c,ord);
select * from rows from(unnest(array[10,20],array['foo','bar']), generate_series(101,104)) as z;
select * from rows from(generate_series(1,3)) with ordinality;
select * from rows from(upper('a'), generate_series(1,2), json_array_elements_text('[1,2,3]')) x;
select unnest.unnest from rows from(generate_series(1,3), unnest(array[1])) unnest(a);
select v.n, f.a, f.b, f.n from (values (1),(3)) v(n), lateral rows from (generate_series(1, v.n), generate_series(5, 6)) with ordinality f(a, b, n) order by 1, 4;
select v.n, f.* from (values (1),(3)) v(n) left join rows from (generate_series(1, v.n), generate_series(5, 6)) f(a, b) on a > 1 order by 1, 2;
select d.id, u.* from deals d, unnest(array[d.amount, d.quantity], array['amount', 'quantity']) as u(v, k) where d.quantity > 7 order by 1, 3;
select sum(a * b) from unnest(array[1,2,3], array[4,5,6]) as t(a, b);
select * from unnest(array[1,2,3]) with ordinality t(a, n) join unnest(array[4,5,6], array[7]) with ordinality u(b, c, n) using (n) order by n;
select * from unnest(array[1,2], 5);
select * from rows from(unnest(array[10,20]), 1);
select unnest(array[1,2], array[3,4]);

-- Rows: as values, by their fields, in place of keys
select row(1, 'a', null, true, 1.50, date '2024-01-01');
select row(), row(null), row('', ' ', 'a"b', 'a\b', 'x,y', '(p)', 'tab	x');
select (1, 2.5)::text, row('Jim', 'Beam')::text || '!', length((1,2)::text);
select (row(1, 2.0)).f1, (row(1, 2.0)).f2;
select (row(1, 2.0)).nosuch;
select (row(1, 2.0)).*;
select s from (select id, stage from deals order by id limit 3) s;
select s.* is null, s is not null, (s).stage, (s).* from (select id, stage from deals order by id limit 3) s;
select (d).amount, (d.*).stage from deals d order by d.id limit 3;
select (d).nosuch from deals d;
select (d.amount).x from deals d;
select r from (select row(id, amount) as r from deals order by id limit 3) x;
-- 0A000 fields of composite values are not supported
select (r).f1 from (select row(1, 2.0) as r) ss;
select q from (select max(quantity) from deals group by stage order by 1) q;
with q as (select max(quantity) m from deals group by stage) select q from q order by m;
select (select q from (select 1,2,3 where d.won union all select 4,5,6.0 where not d.won) q) from deals d order by id limit 4;
select t1.id, count(t2.*), count(t2) from accounts t1 left join (select account_name_id k, stage from deals) t2 on t1.id = t2.k group by t1.id order by 1;
select a.id, s from accounts a left join (select account_name_id k, count(*) n from deals group by 1) s on s.k = a.id and s.n > 4 order by 1;
select array[row(1,2), row(3,4)], array_agg(row(id, stage) order by id) from deals where quantity > 7;
select array_agg(s order by k) from (select stage k, count(*) n from deals group by 1) s;
select coalesce(s, row(0,'none')) from (select 1 a, 'x' b) s;
select case when true then row(1,2) else row(3,4) end;
select x from (values (row(1, 2)), (row(1, 3))) _(x);
select x from (values (row(1, 2)), (row(1, 3))) _(x) union all select row(5,6);
-- 0A000 equality of rows as values is not supported
select x from (values (row(1, 2)), (row(1, 3))) _(x) union select x from (values (row(1, 2)), (row(1, 4))) _(x);
select row(1,2) = row(1,2), (1,2) < (1,3), row(1, null) = row(1, 2), row(1,2) is distinct from row(1, null);
-- 0A000 rows that were computed cannot be compared
select x = row(1,2) from (values (row(1, 2)), (row(1, 3))) _(x);
-- 0A000 IS NULL of a row that was computed is not supported
select x is null from (values (row(1, 2)), (row(1, 3))) _(x);
-- 0A000 equality of rows as values is not supported
select distinct x from (values (row(1, 2)), (row(1, 3))) _(x);
-- 0A000 ordering of rows as values is not supported
select x from (values (row(1, 2)), (row(1, 3))) _(x) order by x;
select count(*) from deals group by row(stage, won) order by 1;
select id, stage, amount from deals order by (stage, amount), id;
select id from deals order by row(stage, amount) desc, id limit 10;
select id, sum(amount) over (partition by (stage, won) order by (quantity, id)) from deals order by id;
select id, row_number() over (order by row(stage, id) desc) from deals order by id;
select row(d.*, 1) from (select 1 a, 'b' b) d;
select row(d, 1) from (select 1 a, 'b,c' b) d;
-- 0A000 rows that were computed cannot be compared
select greatest(row(1,2), row(1,3));
select min(row(1,2));
select s::text from (select id, stage from deals order by id limit 3) s;
-- 0A000 IS NULL of a row that was computed is not supported
select * from (select row(1,2) as r) s where s.r is not null;
select string_agg(s::text, ';' order by k) from (select stage k, count(*) n from deals group by 1) s;
select row(1, array[1,2], row('a b', array['x y', null]));
select row(timestamptz '2024-01-01 10:00:00+00', interval '1 day 02:00', 1.5::float8, '2024-01-01'::date, json '{"a": 1}');
select s from generate_series(1,2) s;
select lag(s) over (order by id) from (select id, stage from deals order by id limit 3) s;
select unnest(array[row(1,2), row(3,4)]);
select (1,2) = any (array[row(1,2), row(3,4)]);
select row(1,2) in (row(1,2), row(3,4));
select row(id, stage) in (select id, stage from deals) from deals limit 1;
select row(1,2) between row(1,1) and row(2,0);
select pg_typeof(row(1,2));
select f(s) from (select 1) s;
select upper(s) from (select 'a' x) s;
select concat(s, '!') from (select 'a' x, 2 y) s;
select json_build_array(s, row(1,2)) from (select 'a' x, 2 y) s;
select row_to_json(row(1, 'a')), to_json(s) from (select 'a' x, 2 y) s;
select md5(s::text) from (select id, stage from deals order by id limit 2) s;
select count(distinct s) from (select stage from deals) s;
select deals from deals d;
-- 0A000 rows that were computed cannot be compared
select d.* = d.* from deals d limit 1;
select row(1,2) || 'x';
select array[row(1,2)] || row(3,4);
select count(distinct s), count(s), json_agg(s) from (values (null::int), (null)) s(x);
select row(1,2)::varchar(3), row(1,2)::char(8);
select d.id from deals d where (d.stage, d.id) between ('Closed Lost', 0) and ('Closed Won', 4876876000003000040) order by 1;
select (1,2) <> all (array[row(1,2), row(3,4)]), (1,2) < any (array[row(1,2), row(3,4)]);
-- 0A000 fields of composite values are not supported
select x, (x).a from (select (select y from (select 1 a, 2 b) y) x) z;
select a.* is null, count(*) from deals d left join accounts a on a.id = d.account_name_id group by 1 order by 1;
select d, a from (select id, account_name_id k from deals) d full join (select id from accounts) a on a.id = d.k order by d.id, a.id limit 100;
select (t).f1 from (values (1,2)) t;
select (t).column2 from (values (1,2)) t;
select ((t).column2) + 1 as x, (t).column1 from (values (1,2)) t where (t).column2 = 2 group by t.column1, (t).column2 order by (t).column1;
-- 0A000 rows that were computed cannot be compared
select greatest(row(1,9), row(1,10));
-- 0A000 ordering of rows as values is not supported
select array_agg(s order by s) from (select id from deals) s;
-- 0A000 equality of rows as values is not supported
select array_agg(distinct s) from (select id from deals) s;
-- 0A000 ordering of rows as values is not supported
select mode() within group (order by s) from (select stage from deals) s;
select array_agg(distinct j) from (values (json '1')) v(j);
-- 0A000 rows that were computed cannot be compared
select row(1) = any (array[row(1)]) and array[row(1)] @> array[row(1)];
-- 0A000 rows that were computed cannot be compared
select array_position(array[row(1)], row(1));
-- 0A000 equality of rows as values is not supported
select x from (values (row(1, 2)), (row(1, 3))) _(x) except all select x from (values (row(1, 2)), (row(1, 4))) _(x);

-- Frames that cannot be
select sum(u.x) over (rows between u.x preceding and current row) from (values (1)) u(x);
select max(d) over (order by d range between 1 preceding and current row) from (values (date '2024-01-01')) v(d);
select max(d) over (order by d range between '1 day' preceding and current row) from (values (date '2024-01-01')) v(d);
select max(d) over (order by d range between interval '1 year' preceding and interval '-2 years' following) from (values (date '2024-01-01')) v(d);
select max(d) over (order by d range between interval '-1 day' preceding and current row) from (values (date '2024-01-01')) v(d);
select max(d) over (order by d range between -1 preceding and current row) from (values (1.5)) v(d);
select max(d) over (order by d range between 1 preceding and current row) from (values (1.5), (2.5)) v(d);
select max(d) over (order by d range between 1.5 preceding and current row) from (values (1), (2)) v(d);
select max(d) over (order by d range between interval '1 day' preceding and current row) from (values (1), (2)) v(d);
-- 0A000 a window frame whose offset is not constant is not supported
select (select max(d) over (order by d rows between x preceding and current row) from (values (1), (2)) v(d) limit 1) from (values (1)) o(x);
select sum(id) over (order by id rows between 1 + 1 preceding and current row) from generate_series(1, 4) id;
-- 0A000 function text is not supported
select text(row('Jim', 'Beam'));
-- 0A000 a window frame whose offset is not constant is not supported
select sum(id) over (order by id rows between (select 1) preceding and current row) from generate_series(1, 4) id;
select max(d) over (order by d range between 0.5 preceding and 0.5 following) from (values (1.5), (2.0), (2.5), (null)) v(d);
select max(d) over (order by d range between 0.5 preceding and unbounded following) from (values (1.5), (2.0), (2.5), (null)) v(d);
