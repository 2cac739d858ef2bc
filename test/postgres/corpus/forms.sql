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
-- 0A000 DISTINCT ON with a set-returning function that is none of its keys is not supported
SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC;
SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC, g desc;
-- 0A000 DISTINCT ON with a set-returning function that is none of its keys is not supported
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

-- Clauses in company: limits that are asked, laterals, frames, sets and subqueries together
SELECT stage, count(*) c FROM deals GROUP BY stage ORDER BY c DESC, stage LIMIT (SELECT count(DISTINCT won) FROM deals);
SELECT id FROM deals ORDER BY id LIMIT (SELECT count(*) FROM tasks WHERE status = 'Done');
SELECT id FROM deals ORDER BY id OFFSET (SELECT count(*) FROM tasks WHERE status = 'Done');
SELECT id FROM deals WHERE won ORDER BY id LIMIT (SELECT 3) OFFSET (SELECT 1);
SELECT stage, count(*) FROM deals GROUP BY stage ORDER BY 1 OFFSET (SELECT count(DISTINCT won) FROM deals);
SELECT stage, count(*), (SELECT count(*) FROM deals) FROM deals GROUP BY stage ORDER BY 1;
SELECT stage, count(*) FROM deals GROUP BY stage HAVING count(*) > (SELECT count(*) / 8 FROM deals) ORDER BY 1;
SELECT stage, count(*) FROM deals GROUP BY stage ORDER BY (SELECT max(id) FROM deals), 1;
SELECT max(id) FROM deals LIMIT (SELECT count(*) FROM tasks);
SELECT DISTINCT stage FROM deals ORDER BY 1 LIMIT (SELECT count(DISTINCT won) FROM deals);
SELECT stage, sum(quantity) FROM deals GROUP BY ROLLUP (stage) ORDER BY 1, 2 LIMIT (SELECT count(DISTINCT won) FROM deals);
SELECT stage, won, count(*) FROM deals GROUP BY 1, 2 ORDER BY (SELECT count(*) FROM tasks WHERE status = stage), 1, 2;
SELECT stage, count(*) FILTER (WHERE won) FROM deals GROUP BY stage ORDER BY (SELECT max(t.id) FROM tasks t WHERE t.status <> stage), 1 OFFSET (SELECT 1);
SELECT min(closing_date), max(closing_date) FROM deals OFFSET (SELECT count(*) FROM tasks WHERE false);
SELECT a.industry, d.stage, count(*) FILTER (WHERE d.won) AS w, string_agg(DISTINCT d.deal_name, '|' ORDER BY d.deal_name) AS names FROM deals d JOIN accounts a ON a.id = d.account_name_id GROUP BY CUBE (a.industry, d.stage) HAVING count(*) > 1 ORDER BY 1 NULLS FIRST, 2 NULLS FIRST, 3, 4;
SELECT DISTINCT ON (a.id) a.id, d.id AS did, d.amount FROM accounts a LEFT JOIN deals d ON d.account_name_id = a.id AND d.amount IS NOT NULL ORDER BY a.id, d.amount DESC NULLS LAST, d.id;
SELECT a.id, x.id, x.rn FROM accounts a CROSS JOIN LATERAL (SELECT d.id, row_number() OVER (ORDER BY d.amount DESC NULLS LAST, d.id) rn FROM deals d WHERE d.account_name_id = a.id) x WHERE x.rn <= 2 ORDER BY 1, 3;
SELECT a.id, s.n, s.m FROM accounts a LEFT JOIN LATERAL (SELECT count(*) n, max(amount) m FROM deals d WHERE d.account_name_id = a.id AND d.amount > a.employees) s ON s.n > 0 ORDER BY 1;
SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (NULL, 'c')) l(k, v) FULL JOIN (VALUES (2, 'x'), (3, 'y'), (NULL, 'z')) r(k, w) USING (k) ORDER BY k NULLS LAST, v, w;
SELECT l.k, r.k, v, w FROM (VALUES (1, 'a'), (2, 'b'), (NULL, 'c')) l(k, v) NATURAL RIGHT JOIN (VALUES (2, 'x'), (3, 'y'), (NULL, 'z')) r(k, w) ORDER BY r.k, w;
SELECT stage, amount, amount - lag(amount, 1, 0) OVER w AS d, first_value(amount) OVER (w ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM deals WINDOW w AS (PARTITION BY stage ORDER BY amount NULLS FIRST, id) ORDER BY stage, amount NULLS FIRST, id;
SELECT id, sum(quantity) OVER (ORDER BY quantity GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES) s, count(*) OVER (ORDER BY closing_date RANGE BETWEEN '7 days' PRECEDING AND '1 month' FOLLOWING) c FROM deals ORDER BY id;
SELECT id, avg(amount) OVER (PARTITION BY won ORDER BY closing_date DESC NULLS LAST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM deals ORDER BY id;
SELECT stage, percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY amount), mode() WITHIN GROUP (ORDER BY quantity), percentile_disc(0.5) WITHIN GROUP (ORDER BY deal_name DESC) FROM deals GROUP BY stage ORDER BY stage;
SELECT (SELECT string_agg(x, ',') FROM (SELECT stage AS x FROM deals d2 WHERE d2.account_name_id = a.id GROUP BY stage ORDER BY stage NULLS LAST) s) FROM accounts a ORDER BY id;
SELECT id, (SELECT count(*) FROM deals d2 WHERE d2.stage = d.stage AND (d2.amount, d2.id) > (d.amount, d.id)) AS rank FROM deals d WHERE stage = 'Proposal' ORDER BY 1;
SELECT id FROM accounts a WHERE NOT EXISTS (SELECT 1 FROM deals d WHERE d.account_name_id = a.id AND d.won) AND id NOT IN (SELECT account_name_id FROM contacts WHERE account_name_id IS NOT NULL) ORDER BY id;
SELECT id FROM accounts WHERE id NOT IN (SELECT account_name_id FROM deals);
SELECT id FROM deals d WHERE amount >= ALL (SELECT amount FROM deals WHERE stage = d.stage AND amount IS NOT NULL) ORDER BY id;
SELECT id FROM deals d WHERE amount = ANY (SELECT max(amount) FROM deals GROUP BY stage) ORDER BY id;
SELECT id FROM deals WHERE (stage, won) IN (SELECT stage, won FROM deals GROUP BY 1, 2 HAVING count(*) < 6) ORDER BY 1;
SELECT id FROM deals WHERE (stage, amount) IN (('Proposal', 1000), ('Closed Won', NULL)) ORDER BY 1;
(SELECT stage FROM deals WHERE won UNION ALL SELECT status FROM tasks) EXCEPT ALL (SELECT stage FROM deals WHERE NOT won) ORDER BY 1;
SELECT stage FROM deals INTERSECT ALL SELECT stage FROM deals WHERE won ORDER BY 1 NULLS FIRST;
SELECT 1 AS a UNION SELECT 2.5 UNION ALL (SELECT 2.50 LIMIT 1) ORDER BY a;
(SELECT id, amount FROM deals ORDER BY amount DESC NULLS LAST, id LIMIT 3) UNION ALL (SELECT id, amount FROM deals ORDER BY amount, id LIMIT 3) ORDER BY 2, 1;
SELECT stage, sum(amount) FROM deals GROUP BY stage UNION ALL SELECT 'total', sum(amount) FROM deals ORDER BY 2 NULLS LAST;
WITH t AS (SELECT stage, sum(amount) s FROM deals GROUP BY stage), u AS (SELECT avg(s) a FROM t) SELECT t.stage, t.s > u.a FROM t, u ORDER BY 1;
WITH RECURSIVE up AS (SELECT id, parent_account_id p, 1 AS depth, account_name::text AS path FROM accounts WHERE parent_account_id IS NULL UNION ALL SELECT a.id, a.parent_account_id, up.depth + 1, up.path || '>' || a.account_name FROM accounts a JOIN up ON a.parent_account_id = up.id) SELECT * FROM up ORDER BY path;
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i * 2 FROM n WHERE i < 100), m AS (SELECT sum(i) s FROM n) SELECT i, s FROM n, m ORDER BY i;
SELECT GROUPING(stage, won), stage, won, count(*) FROM deals GROUP BY GROUPING SETS ((stage), (won), (stage, won), ()) ORDER BY 1, 2, 3;
SELECT extract(year FROM closing_date) y, won, count(*), sum(count(*)) OVER (PARTITION BY extract(year FROM closing_date)) FROM deals GROUP BY ROLLUP (1, 2) ORDER BY 1, 2, 3;
SELECT stage, rank() OVER (ORDER BY sum(amount) DESC NULLS LAST), sum(sum(amount)) OVER (ORDER BY stage ROWS UNBOUNDED PRECEDING) FROM deals GROUP BY stage ORDER BY stage;
SELECT CASE WHEN amount > 1000 THEN 'big' WHEN amount IS NULL THEN NULL ELSE 'small' END AS c, count(*), count(amount), avg(amount)::numeric(12,3) FROM deals GROUP BY 1 ORDER BY 1 NULLS FIRST;
SELECT account_name, employees / 7, employees % 7, -employees / 7, annual_revenue / 3, round(annual_revenue / 7, 2), annual_revenue * 1.1, rating / 3 FROM accounts ORDER BY id;
SELECT id, deal_name, deal_name LIKE 'P%' AND deal_name NOT LIKE '%\%', deal_name ILIKE '%VALVE%', deal_name SIMILAR TO '(Pump|pump)%', deal_name ~* '^p.*[0-9]$' FROM deals ORDER BY id;
SELECT coalesce(industry, 'none') AS i, count(*) FROM accounts GROUP BY coalesce(industry, 'none') ORDER BY count(*) DESC, i FETCH FIRST 2 ROWS WITH TIES;
SELECT id, amount FROM deals ORDER BY amount DESC NULLS LAST FETCH FIRST 3 ROWS WITH TIES;
SELECT d.id, c.last_name, a.account_name, o.n FROM deals d LEFT JOIN contacts c ON c.id = d.contact_name_id LEFT JOIN accounts a ON a.id = c.account_name_id JOIN (SELECT owner_id, count(*) n FROM deals GROUP BY owner_id) o ON o.owner_id = d.owner_id WHERE a.industry IS DISTINCT FROM c.lead_source ORDER BY d.id;
SELECT d.id FROM deals d LEFT JOIN accounts a ON a.id = d.account_name_id AND a.active WHERE a.id IS NULL ORDER BY 1;
SELECT d.id, a.id FROM deals d RIGHT JOIN accounts a ON a.id = d.account_name_id AND d.won ORDER BY a.id, d.id;
SELECT a.account_name, b.account_name FROM accounts a JOIN accounts b ON a.parent_account_id = b.id OR (a.industry = b.industry AND a.id < b.id) ORDER BY a.id, b.id;
SELECT t.subject, lower(t.subject) = 'call', c.email, split_part(c.email, '@', 1) FROM tasks t LEFT JOIN contacts c ON c.id = t.contact_id ORDER BY t.id;
SELECT date_trunc('week', created_time) w, min(created_time), max(created_time AT TIME ZONE 'UTC'), count(DISTINCT created_time::date) FROM deals GROUP BY 1 ORDER BY 1;
SELECT age(closing_date, created_time::date), justify_days(closing_date::timestamp - created_time::date::timestamp), closing_date - interval '1 month 3 days', closing_date + time '10:00' FROM deals ORDER BY id LIMIT 15;
SELECT to_char(sum(amount), 'FM999G999G990D00'), to_char(max(created_time), 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM'), to_char(min(closing_date), 'Dy, DDth FMMonth YYYY, "Q"Q, IYYY-IW') FROM deals;
SELECT x, x::int, round(x), trunc(x), ceil(x), floor(x), x::numeric(3,1) FROM (VALUES (0.5), (1.5), (2.5), (-0.5), (-1.5), (2.45)) v(x);
SELECT x, x::int, round(x), x::text, x::numeric FROM (VALUES (0.5::float8), (1.5), (2.5), (-0.5), (1e15), (1e-7), (123456789.123456789)) v(x);
SELECT sum(x), avg(x), stddev(x), variance(x), min(x), max(x), sum(DISTINCT x), count(DISTINCT x) FROM (VALUES (0.1), (0.10), (0.2), (NULL), (1e3)) v(x);
SELECT array_agg(stage ORDER BY stage NULLS FIRST, id DESC) FILTER (WHERE quantity > 6), array_agg(DISTINCT won), array_length(array_agg(id), 1) FROM deals;
SELECT json_agg(json_build_object('s', stage, 'n', n) ORDER BY n DESC, stage) FROM (SELECT stage, count(*) n FROM deals GROUP BY stage) q;
SELECT json_object_agg(coalesce(stage, '-'), n ORDER BY stage) FROM (SELECT stage, sum(amount) n FROM deals GROUP BY stage) q;
SELECT d.id, u.tag FROM accounts d CROSS JOIN LATERAL unnest(string_to_array(d.tags, ';')) WITH ORDINALITY AS u(tag, n) WHERE u.n > 1 ORDER BY 1, 2;
SELECT tag, count(*) FROM accounts, regexp_split_to_table(tags, ';') AS tag GROUP BY tag ORDER BY 2 DESC, 1;
SELECT g.d::date, count(d.id), coalesce(sum(d.amount), 0) FROM generate_series(date '2024-02-25', date '2024-03-05', interval '1 day') g(d) LEFT JOIN deals d ON d.closing_date = g.d::date AND d.stage <> 'Closed Lost' GROUP BY g.d ORDER BY g.d;
SELECT * FROM (SELECT id, ntile(4) OVER (ORDER BY amount NULLS FIRST, id) q FROM deals) s WHERE q = 2 AND id % 2 = 0 ORDER BY id;
SELECT q, count(*), min(amount), max(amount) FROM (SELECT amount, ntile(4) OVER (ORDER BY amount, id) q FROM deals WHERE amount IS NOT NULL) s GROUP BY q ORDER BY q;
SELECT stage, id, amount FROM (SELECT *, dense_rank() OVER (PARTITION BY stage ORDER BY amount DESC NULLS LAST) r FROM deals) s WHERE r = 1 ORDER BY stage, id;
SELECT id, cume_dist() OVER w, percent_rank() OVER w, nth_value(id, 3) OVER (w RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM tasks WINDOW w AS (ORDER BY hours NULLS FIRST, id) ORDER BY id;
SELECT owner, count(*) AS n FROM deals GROUP BY owner HAVING count(*) > (SELECT avg(c) FROM (SELECT count(*) c FROM deals GROUP BY owner) x) ORDER BY n DESC;
SELECT count(*), count(DISTINCT stage), count(DISTINCT (stage, won)), sum(amount) FILTER (WHERE stage IN ('Closed Won')), bool_and(amount > -1000), every(won) FROM deals WHERE false;
SELECT stage FROM deals GROUP BY stage HAVING bool_or(won) AND max(closing_date) > date '2024-06-01' ORDER BY min(id);
SELECT max(stage), min(deal_name), max(won::int), min(closing_date) FROM deals;
SELECT nullif(stage, 'Proposal'), greatest(amount, quantity, 100), least(closing_date, created_time), coalesce(amount, quantity, 0) FROM deals ORDER BY id LIMIT 30;
SELECT id FROM deals WHERE created_time BETWEEN '2024-01-01' AND '2024-01-31 23:59:59+00' AND closing_date >= '2024-02-01'::date + 30 ORDER BY id;
SELECT id FROM deals WHERE closing_date BETWEEN SYMMETRIC '2024-12-31' AND '2024-06-01' AND amount NOT IN (0.1, 0.2) ORDER BY id;
SELECT last_call, last_call AT TIME ZONE 'Asia/Kolkata', (last_call AT TIME ZONE 'America/New_York')::date, extract(epoch FROM last_call), extract(timezone FROM last_call) FROM deals WHERE last_call IS NOT NULL ORDER BY id LIMIT 20;
SELECT s, max(c) FILTER (WHERE w) AS won, max(c) FILTER (WHERE NOT w) AS lost FROM (SELECT stage s, won w, count(*) c FROM deals GROUP BY 1, 2) x GROUP BY s ORDER BY s;
SELECT i, (SELECT array_agg(j ORDER BY j DESC) FROM generate_series(1, i) j WHERE j % 2 = 1) FROM generate_series(1, 4) i;
SELECT d.id, (SELECT a.industry FROM accounts a WHERE a.id = d.account_name_id AND EXISTS (SELECT 1 FROM contacts c WHERE c.account_name_id = a.id AND c.opt_out)) FROM deals d ORDER BY 1;
SELECT x.stage, y.stage FROM (SELECT DISTINCT stage FROM deals) x LEFT JOIN (SELECT DISTINCT stage FROM deals WHERE won) y ON x.stage > y.stage ORDER BY 1, 2;
SELECT count(*) FROM deals a, deals b WHERE a.stage = b.stage AND a.id < b.id AND a.amount = b.amount;
TABLE tasks ORDER BY id LIMIT 3;
VALUES (1, 'a'), (2, NULL) ORDER BY 1 DESC LIMIT 1;
SELECT * FROM (TABLE accounts) t WHERE id = 4876876000001000003;
SELECT id FROM deals WHERE stage = 'Proposal' OR (SELECT bool_or(won) FROM deals d2 WHERE d2.contact_name_id = deals.contact_name_id) ORDER BY id;
SELECT a.id, array(SELECT d.id FROM deals d WHERE d.account_name_id = a.id ORDER BY d.amount DESC NULLS LAST, d.id LIMIT 2) FROM accounts a ORDER BY a.id;
SELECT a.industry, sum(x.total) FROM accounts a JOIN (SELECT account_name_id, sum(amount) total FROM deals GROUP BY account_name_id HAVING sum(amount) > 0) x ON x.account_name_id = a.id GROUP BY a.industry ORDER BY 2 DESC NULLS LAST, 1;
SELECT d.stage, avg(d.amount) OVER (PARTITION BY d.stage) - d.amount AS delta FROM deals d JOIN accounts a ON d.account_name_id = a.id WHERE a.industry = 'Retail' ORDER BY d.id;
SELECT length(description), octet_length(description), replace(description, E'\n', ' '), btrim(description), reverse(account_name), translate(account_name, 'abc', 'xy'), initcap(account_name), overlay(account_name placing '##' from 2 for 1) FROM accounts ORDER BY id;
SELECT phone, regexp_replace(phone, '\D', '', 'g'), substring(phone from '\+(\d+)'), regexp_matches(phone, '(\d+)-(\d+)') FROM accounts WHERE phone IS NOT NULL ORDER BY id;
SELECT id, sum(amount) OVER (ORDER BY id) AS running FROM deals ORDER BY running DESC NULLS LAST, id OFFSET 5 LIMIT 7;
SELECT stage, count(*) c FROM deals GROUP BY stage ORDER BY c DESC, stage LIMIT (SELECT count(DISTINCT won) FROM deals);
SELECT DISTINCT date_part('month', closing_date) m, count(*) OVER (PARTITION BY date_part('month', closing_date)) FROM deals ORDER BY m;
SELECT stage AS "Stage ä", won "select", 1 "1" FROM deals ORDER BY "Stage ä", "select" LIMIT 3;
SELECT id, amount FROM deals WHERE amount::text ~ '\.5' AND NOT (amount < 0) IS TRUE ORDER BY abs(amount) DESC, id;
SELECT a.id FROM accounts a WHERE (SELECT count(*) FROM deals d WHERE d.account_name_id = a.id) = (SELECT max(c) FROM (SELECT count(*) c FROM deals WHERE account_name_id IS NOT NULL GROUP BY account_name_id) z) ORDER BY 1;
SELECT deal_name, count(*) FROM deals GROUP BY deal_name HAVING count(*) > 1 ORDER BY deal_name COLLATE "C";
SELECT to_date('2024-02-30', 'YYYY-MM-DD');
SELECT stage::integer FROM deals;
SELECT 1 / (quantity - quantity) FROM deals WHERE quantity IS NOT NULL;
SELECT id FROM deals WHERE closing_date = '2024-13-01';
SELECT amount FROM deals GROUP BY stage;
SELECT sum(amount) FROM deals WHERE sum(amount) > 1;
SELECT x FROM deals;
SELECT * FROM deals JOIN accounts ON id = id;
SELECT (SELECT id FROM deals);
SELECT 9223372036854775807 + 1;
SELECT 2147483647::int + 1;
SELECT stage || 1 FROM deals ORDER BY id LIMIT 2;
SELECT stage + 1 FROM deals;
SELECT (array[1,2,3])[2:], (array[1,2,3])[:2], (array[1,2,3])[:], (array[1,2,3])[5:], (array[1,2,3])[:0];
SELECT (array_agg(id ORDER BY id))[:3], (array_agg(stage ORDER BY id))[88:] FROM deals;
SELECT (string_to_array(tags, ';'))[2:] FROM accounts ORDER BY id;

-- Columns that the statement defines
SELECT * FROM json_to_recordset('[{"a":1,"b":"x"},{"a":2},{"b":null,"a":"3"}]') AS t(a int, b text);
SELECT t.a * 2, u.b FROM json_to_recordset('[{"a":1.50,"B":"2024-01-01"},{"a":2}]') AS t(a numeric(5,1), "B" date), json_to_record('{"b": true, "c": {"d": [1]}, "e": "2024-01-01 10:00"}') AS u(b boolean, c json, e timestamp) ORDER BY t.a;
SELECT * FROM json_to_record('{"b": true, "c": {"d": [1]}, "e": "x y", "f": 1.5}') AS (b text, c text, e text, f float8, g text);
SELECT id, x.* FROM deals d, LATERAL json_to_recordset(json_build_array(json_build_object('s', d.stage, 'n', d.quantity))) AS x(s text, n int) ORDER BY id LIMIT 5;
SELECT * FROM json_to_recordset('[{"a":"x"}]') AS t(a int);
-- 0A000 a column of type int with limits or members is not supported here
SELECT * FROM json_to_recordset('[{"a":1}]') AS t(a int[]);
SELECT * FROM json_to_recordset('[{"a":1}]') AS t(A int) WHERE a = 1;
SELECT * FROM json_to_recordset('[{"a":1}]') WITH ORDINALITY AS t(a int);
SELECT * FROM generate_series(1, 2) AS t(a int);
SELECT * FROM json_to_recordset('[{"a":1}]') AS t(a);
SELECT json_to_recordset.a FROM json_to_recordset('[{"a":1}]') AS (a int);
SELECT count(*) FROM json_to_recordset('[]') AS (a int);
SELECT * FROM json_to_recordset(NULL) AS (a int);

-- EXISTS and orders: what is shown and how it is sorted does not matter, unless it makes one row of many
SELECT count(*) FROM (SELECT 1 FROM accounts a ORDER BY (SELECT max(a.employees) FROM deals LIMIT 1)) w;
SELECT * FROM (SELECT 1 FROM accounts a ORDER BY max(a.employees)) w;
SELECT count(*) FROM (SELECT 1 FROM accounts a ORDER BY max(a.employees)) w;
SELECT id FROM tasks WHERE EXISTS (SELECT stage, id FROM deals ORDER BY id) ORDER BY id LIMIT 2;
SELECT id FROM tasks WHERE EXISTS (SELECT stage, id FROM deals WHERE false ORDER BY 2, 1 LIMIT 3) ORDER BY id LIMIT 2;
SELECT id FROM tasks WHERE EXISTS (SELECT stage, sum(amount) FROM deals GROUP BY stage ORDER BY 2 DESC OFFSET 3) ORDER BY id LIMIT 2;
SELECT id FROM tasks WHERE EXISTS (SELECT stage, sum(amount) FROM deals WHERE false ORDER BY 1) ORDER BY id LIMIT 2;
SELECT id FROM tasks WHERE EXISTS (SELECT 1 FROM deals WHERE false ORDER BY max(id)) ORDER BY id LIMIT 2;
SELECT id FROM tasks t WHERE EXISTS (SELECT d.id, d.stage, d.won FROM deals d WHERE d.contact_name_id = t.contact_id ORDER BY d.stage, 3 FETCH FIRST 2 ROWS WITH TIES) ORDER BY id;
SELECT id FROM tasks t WHERE EXISTS (SELECT DISTINCT ON (d.stage) d.id, d.stage FROM deals d WHERE d.contact_name_id = t.contact_id ORDER BY d.stage OFFSET 1) ORDER BY id;
SELECT id FROM tasks t WHERE EXISTS (SELECT DISTINCT d.id, d.stage FROM deals d WHERE d.contact_name_id = t.contact_id ORDER BY 2 OFFSET 1) ORDER BY id;
SELECT id FROM tasks t WHERE EXISTS (SELECT d.id, row_number() OVER () FROM deals d WHERE d.contact_name_id = t.contact_id ORDER BY 2) ORDER BY id;
SELECT DISTINCT * FROM (SELECT FROM deals) w;
SELECT DISTINCT FROM deals;
select * from getrngfunc6(1) AS t1(a int, b text);
