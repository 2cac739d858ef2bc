/**
 * Statements over test/support/tables.ts that PostgreSQL accepts: binder and PostgreSQL must agree on names and types.
 * One to a line; lookup paths and other forms of our own are not among them.
 */
export const accepted: readonly string[] = `
select * from Deals
select id, Deal_Name from crm.Deals
select "id", d.deal_name as "Name of Deal" from Deals d
select d.* from Deals d, Accounts a
select a.*, d.key from Deals as d(key) , Accounts a, Tasks d2(id) where key = a.id and d2.id = 1
select crm.deals.id from crm.deals
select deals.id from crm.deals
select count(*), count(id), sum(amount), avg(amount), min(deal_name), max(closing_date), sum(probability), avg(probability), sum(id), avg(score), sum(score) from deals
select 1, 1.5, 'a', null, true, 3000000000, -2147483648, -9223372036854775808, 1e10, 99999999999999999999
select 1 as one, 'x' two, null three
select id from deals where amount > 1000 and stage = 'Closed Won' or probability between 10 and 50
select id from deals where closing_date >= '2024-01-01' and created_time < '2024-06-01'
select id from deals where id = '123' and amount = '5.125' and score = '1e3'
select id from deals where stage in ('a', 'b') and amount in (1, 2.5) and id not in (1, 2)
select id from deals where deal_name like 'A%' and stage not ilike '%b_' and deal_name like 'a!%' escape '!'
select id from deals where deal_name is null or stage is not null
select id from contacts where email_opt_out and not email_opt_out is true or email_opt_out is not unknown
select id from contacts where email_opt_out = 't'
select id from deals where amount is distinct from 5 and stage is not distinct from null
select id from deals where (id, amount) = (1, 2) or (id, amount) < (1, 2) or (id, stage) in ((1, 'a'), (2, 'b'))
select id from deals where (id, stage) in (select id, industry from accounts)
select id from deals where id = any(array[1, 2]) and amount > all(array[1, 2.5])
select id from deals where id = any(select id from contacts) and amount >= all(select annual_revenue from accounts)
select id from deals where id in (select id from contacts where contacts.account_name_id = deals.account_name_id)
select id from deals d where exists (select 1 from contacts c where c.id = d.contact_name_id)
select (select max(annual_revenue) from accounts), (select 1 as x), (select industry from accounts limit 1) || 'x' from deals
select array(select id from deals)
select case when amount > 1 then 'big' else 'small' end, case stage when 'a' then 1 when 'b' then 2.5 end, case when true then amount end from deals
select case when true then 1 else probability end, case when true then null else closing_date end from deals
select case when true then 1 else case when false then amount end end from deals
select amount + 1, amount * 2.0, probability / 2, probability % 3, id + 1, -amount, score / 2, amount / score, 1 + 1, 2 ^ 3, -probability from deals
select deal_name || stage, deal_name || 'x', 'a' || 1, 1 || 'a' from deals
select probability::text, amount::int, cast(id as text), '5'::int, '2024-01-01'::date, closing_date::timestamptz, cast('1.5' as numeric(10, 2)), deal_name::varchar(3), score::real, 5::smallint, 'x'::char(3) from deals
select true::text, null::int, '1'::bigint, 1::boolean, '{1,2}'::int[], array[1,2]::text[]
select date '2024-01-01', timestamp '2024-01-01 10:00', timestamptz '2024-01-01 10:00+02', interval '1 day', interval '2' hour, numeric '1.50', time '10:00'
select array[1, 2], array['a', 'b'], array[1, 2.5], array[[1, 2], [3, 4]]
select id, amount from deals order by amount desc nulls last, 1, deal_name
select id as x from deals order by x, deals.amount + 1
select stage, count(*) from deals group by stage having count(*) > 1 order by count(*) desc, stage
select stage as s, sum(amount) total from deals group by s order by total
select stage, sum(amount) from deals group by 1 order by 2
select stage || 'x', count(*) from deals group by stage
select stage || 'x', count(*) from deals group by stage || 'x'
select d.*, count(*) from deals d group by d.id
select d.deal_name, a.industry, count(*) from deals d join accounts a on a.id = d.account_name_id group by d.id, a.id
select stage, probability, sum(amount), grouping(stage), grouping(stage, probability) from deals group by rollup(stage, probability)
select stage, probability, count(*) from deals group by cube(stage, probability)
select stage, probability, count(*) from deals group by grouping sets ((stage, probability), (stage), ())
select stage, count(*) from deals group by (stage, probability)
select count(*) from deals group by ()
select count(*) from deals having count(*) > 1
select 1 from deals having true
select count(distinct stage), count(*) filter (where amount > 1), sum(distinct amount) from deals
select distinct stage from deals order by stage
select distinct stage, amount from deals order by 2, 1
select distinct on (stage) stage, id from deals order by stage, amount desc
select distinct on (stage, probability) id from deals order by probability, stage, id
select * from deals d join accounts a on a.id = d.account_name_id
select * from deals d left join accounts a on a.id = d.account_name_id and a.industry = 'x'
select * from deals join accounts using (id)
select * from deals left join contacts using (id, owner)
select * from deals full join contacts using (id)
select id, deals.id, contacts.id from deals right join contacts using (id)
select * from tasks natural join users
select * from contacts natural full join users
select * from users natural left join accounts
select * from deals cross join users
select d.id from deals d join (accounts a join contacts c on c.account_name_id = a.id) on a.id = d.account_name_id
select x.id, x.n from (select id, deal_name n from deals) x
select * from (select id, deal_name from deals) x(a)
select * from (select id, id from deals) x(a, b)
select * from (values (1, 'a'), (2.5, null)) v
select * from (values (1, 'a'), (2, 'b')) v(x, y) where x > 1 and y = 'a'
values (1, 'x'), (2, 'y')
values (1, null), (2.5, null) order by 1 limit 1
select c.* from accounts a, lateral (select c.id, c.email from contacts c where c.account_name_id = a.id) c
select * from accounts a left join lateral (select count(*) n from contacts c where c.account_name_id = a.id) c on true
with x as (select id, amount from deals) select * from x
with x(a, b) as (select id, amount from deals), y as (select a from x) select * from x join y using (a)
with recursive t(n) as (select 1 union all select n + 1 from t where n < 5) select n from t
with recursive t as (select id, parent_account_id, 1 as depth from accounts where parent_account_id is null union all select a.id, a.parent_account_id, depth + 1 from accounts a join t on a.parent_account_id = t.id) select * from t
with deals as (select 1 as one) select * from deals
with x as (select 1 a) select * from (with x as (select 'b' b) select * from x) y, x
select id from deals union select id from contacts
select id, 'deal' as kind from deals union all select id, 'contact' from contacts order by 1
select 1 union select 2.5
select null union select closing_date from deals
select '2024-01-01' union all select closing_date from deals
select stage from deals intersect select industry from accounts except select 'x'
(select id from deals order by id limit 1) union all (select id from contacts limit 2) order by id desc
select 1 union select 2 union select 3.5 order by 1
select * from (select 1 a union all select 2) u order by a
select row_number() over (), rank() over (order by amount), sum(amount) over (partition by stage order by closing_date) from deals
select lag(amount) over w, lead(stage, 2, 'x') over w, first_value(id) over w from deals window w as (partition by stage order by id)
select sum(amount) over (w rows between unbounded preceding and current row) from deals window w as (partition by stage order by id)
select count(*) over (order by closing_date range between interval '1 day' preceding and current row) from deals
select sum(probability) over (order by id groups between 1 preceding and 1 following exclude ties) from deals
select stage, sum(count(*)) over (order by stage) from deals group by stage
select stage, rank() over (order by sum(amount) desc) from deals group by stage
select id from deals order by row_number() over (order by amount)
select ntile(4) over (order by id), percent_rank() over (order by id), cume_dist() over (order by id), dense_rank() over (order by id) from deals
select id from deals limit 10 offset 5
select id from deals fetch first 5 rows only
select id from deals order by amount fetch first 5 rows with ties
select id from deals limit 2.5
select id from deals limit null
select id from deals where stage = $1 and amount > $2 and closing_date = $3
select id from deals where id = $1 limit $2 offset $3
select $1::int + 1, $2::text || 'x'
select id from deals where id in ($1, $2) and amount between $3 and $4
select id from deals where deal_name like $1 and created_time >= $2
select coalesce(amount, $1), case when true then $2 else stage end from deals
select $1 = id, $2 || stage, probability + $3 from deals
select sum(amount) from deals where (select count(*) from contacts) > 1
select (select sum(d.amount) from contacts c where c.id = 1) from deals d
select a.industry, (select count(*) from deals d where d.account_name_id = a.id) from accounts a group by a.id
select max((select sum(c.id) from contacts c)) from deals
select count(d.*), count(a.*) from deals d left join accounts a on a.id = d.account_name_id
select "Deals".id from crm.deals as "Deals"
select stage collate "C", deal_name from deals order by deal_name collate "C"
select exists (select 1), not exists (select 1), 1 in (1, 2), 1 between 0 and 2
select percentile_cont(0.5) within group (order by amount), mode() within group (order by stage) from deals
select stddev(amount), variance(score), corr(score, probability) from deals
select lower(stage), upper('x'), length(deal_name), substring(deal_name from 1 for 2), trim(both 'x' from stage), position('a' in stage), replace(stage, 'a', 'b') from deals
select round(amount, 1), round(score), floor(amount), abs(probability), ceil(2.5), power(2, 3), sqrt(4), mod(5, 3) from deals
select coalesce(stage, 'none'), coalesce(null, 1), coalesce(amount, 0), coalesce(closing_date, '2024-01-01'), nullif(stage, 'x'), nullif(amount, 0), greatest(1, 2.5), least(id, 5) from deals
select id from deals where id = any($1)
select extract(year from closing_date), created_time at time zone 'UTC', created_time at time zone 'UTC' at time zone 'Asia/Tokyo' from deals
select (array[1, 2])[1], (array['a'])[1:1]
select layout -> 'a', layout ->> 'b', layout #>> '{a,b}', layout -> 0 from deals
select closing_date + 1, closing_date - 1, closing_date - closing_date, closing_date + interval '1 day', created_time - created_time, created_time + interval '1 day', created_time - interval '2 hours' from deals
select string_agg(stage, ',' order by id), array_agg(id), array_agg(distinct stage), bool_or(amount > 1), json_agg(id) from deals
select current_date, current_timestamp, now(), localtimestamp
select date_trunc('month', created_time), date_trunc('month', closing_date), date_part('year', closing_date), to_char(created_time, 'YYYY'), age(created_time) from deals
select * from generate_series(1, 3)
select n, o from generate_series(1, 3) with ordinality as g(n, o)
select g from generate_series('2024-01-01'::date, '2024-02-01', '1 day') g
select d.id, u from deals d, unnest(array[1, 2]) u
select generate_series(1, 3), stage from deals
select unnest(array['a', 'b']) as x
select nullif(probability, id), nullif(id, probability), nullif(closing_date, created_time), nullif(probability, 2.5), nullif('x', 'y') from deals
`
  .trim()
  .split('\n')

/** Statements PostgreSQL refuses: binder and PostgreSQL must agree on SQLSTATE and position. */
export const refused: readonly string[] = `
select foo from deals
select d.foo from deals d
select foo.id from deals
select id from nosuch
select id from crm.nosuch
select deals.id from deals d
select id from deals, contacts
select d.id from deals d, contacts d
select * from deals d join contacts c on x.id = c.id
select * from deals d join contacts c on c.id = u.id join users u on true
select * from deals d, contacts c join users u on u.id = d.id
select id from deals where amount
select id from deals where id + 1
select id from deals where 'x'
select id from deals where amount = 'abc'
select id from deals where closing_date = 'abc'
select id from deals where closing_date = '2024-13-45'
select id from deals where id = '12x'
select id from deals where deal_name = 5
select id from deals where closing_date = 5
select id from deals where email_opt_out = 1
select id from deals where amount like 'a'
select id + 'x' from deals
select deal_name + 1 from deals
select not amount from deals
select amount and true from deals
select stage, amount from deals group by stage
select amount, count(*) from deals
select stage from deals group by stage having amount > 1
select stage from deals group by stage order by amount
select id from deals where count(*) > 1
select id from deals group by count(*)
select sum(count(*)) from deals
select sum(sum(amount)) from deals group by stage
select * from deals d join contacts c on count(*) > 1
select sum(amount) filter (where count(*) > 1) from deals
select row_number() from deals
select id from deals where row_number() over () > 1
select id from deals group by id having row_number() over () > 1
select sum(row_number() over ()) from deals
select row_number() over (order by row_number() over ()) from deals
select lower(stage) over () from deals
select count(distinct stage) over () from deals
select sum(amount) over w from deals
select sum(amount) over (w order by id) from deals window w as (order by stage)
select sum(amount) over (w partition by id) from deals window w as (order by stage)
select sum(amount) over (range between 1 preceding and current row) from deals
select sum(amount) over (groups between 1 preceding and current row) from deals
select nosuch(id) from deals
select lower(id, 1) from deals
select sum(stage) from deals
select id from deals order by 3
select id from deals group by 3
select distinct id from deals order by amount
select distinct on (stage) id from deals order by id
select distinct layout from deals
select id from deals order by layout
select id from deals where layout = layout
select 1 union select 'a'
select 1, 2 union select 1
select id from deals union select stage from deals
select id as a from deals union select id from contacts order by nosuch
select id as a from deals union select id from contacts order by a + 1
select case when 1 then 2 end
select case when true then 1 else 'x' end
select case when true then 1 else stage end from deals
select coalesce(1, stage) from deals
select (select id, stage from deals)
select id from deals where id in (select id, stage from deals)
select id from deals where (id, stage) in (select id from deals)
select (id, stage) = (1) from deals
select (id, stage) = (1, 2, 3) from deals
select * from (values (1), (1, 2)) v
select * from (values (1), ('a')) v
select x.b from (select id a from deals) x
select x.id from (select d.id, c.id from deals d, contacts c) x
select * from (select id from deals) x(a, b)
select * from deals d(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s)
with x(a, b) as (select 1) select * from x
with x as (select 1), x as (select 2) select * from x
with recursive t as (select n + 1 from t) select * from t
with recursive t(n) as (select 1 union all select 'a' from t) select * from t
with recursive t(n) as (select 1 union all select n + 1.5 from t) select * from t
with x as (select * from y), y as (select 1) select * from x
select * from deals join contacts using (nosuch)
select * from deals join contacts using (stage)
select * from (deals join contacts using (id)) join users using (owner)
select id from deals limit id
select id from deals limit 'x'
select id from deals limit stage
select cast(id as nosuch) from deals
select id::date from deals
select closing_date::int from deals
select amount::boolean from deals
select array[]
select array[1, 'x']
select amount[1] from deals
select 'abc'::int
select '2024-02-30'::date
select 99999999999::int4 + '99999999999'::int4
select $1::int[] = 5
select *
select d.* from deals
select c.id from deals d where exists (select 1 from contacts c)
select * from deals d, (select * from contacts c where c.id = d.id) x
select * from deals d left join (select * from contacts c where c.id = d.id) x on true
select grouping(amount) from deals group by stage
select grouping(stage) from deals
select d.deal_name, count(*) from deals d join accounts a on a.id = d.account_name_id group by a.id
select a.industry, (select count(*) from deals d where d.account_name_id = a.id) from accounts a group by a.industry
select count(*) from deals for x
select max(distinct) from deals
select id from deals where 1 = any(5)
select 1 = any('x')
select string_agg(distinct stage, ',' order by id) from deals
select id from deals order by 'x'
select id a, stage a from deals order by a
select sum(*) from deals
`
  .trim()
  .split('\n')
