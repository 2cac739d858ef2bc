-- Another PostgreSQL reads Zoho's tables by postgres_fdw; what it gets is compared with what the gateway says itself.
\set ON_ERROR_STOP 1
create extension postgres_fdw;
create server zoho foreign data wrapper postgres_fdw
  options (host '127.0.0.1', port :'gateway', dbname 'zoho', fetch_size '1000', async_capable 'true');
create user mapping for current_user server zoho options (user 'fdw');
create schema zoho;
import foreign schema crm limit to ("Deals", "Accounts", "Leads") from server zoho into zoho;
import foreign schema crm except ("Deals", "Accounts", "Leads") from server zoho into public;

-- Conditions, aggregates and joins travel.
explain (verbose, costs off) select count(*) from zoho."Leads" where "Last_Name" like 'B%' and id > 5;
select count(*) as leads from zoho."Leads" \gset
select count(*) as deals, sum("Amount") as amount from zoho."Deals" where "Stage" = 'Closed Won' \gset
select count(*) as joined from zoho."Deals" d join zoho."Accounts" a on a.id = d."Account_Name_id" \gset
analyze zoho."Accounts";

-- A table cut into ranges of ids, read side by side.
select min(id) as low, percentile_disc(0.33) within group (order by id) as third,
  percentile_disc(0.66) within group (order by id) as two_thirds from zoho."Leads" \gset
create view leads as
  select id, "Last_Name" from zoho."Leads" where id < :third
  union all select id, "Last_Name" from zoho."Leads" where id >= :third and id < :two_thirds
  union all select id, "Last_Name" from zoho."Leads" where id >= :two_thirds;
explain (verbose, costs off) select * from leads;
select count(*) = :leads and count(distinct id) = :leads as ranges_hold_all from leads \gset
\if :ranges_hold_all
\echo 'postgres_fdw: ranges hold all rows'
\else
\echo 'postgres_fdw: ranges lost rows'
select 1 / 0 as ranges_lost_rows;
\endif
create table copied as select id, "Amount", "Stage" from zoho."Deals";
select count(*) = :deals as same from copied where "Stage" = 'Closed Won' \gset
\echo 'postgres_fdw: leads' :leads 'deals' :deals 'joined' :joined 'same' :same
do $$ begin
  update zoho."Leads" set "Company" = 'x' where id = 1;
  raise exception 'a write went through';
exception when sqlstate '25006' then raise notice 'postgres_fdw: writes are refused';
end $$;
