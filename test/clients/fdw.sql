-- Another PostgreSQL reads Zoho's tables by postgres_fdw; what it gets is compared with what the gateway says itself.
\set ON_ERROR_STOP 1
create extension postgres_fdw;
create server zoho foreign data wrapper postgres_fdw
  options (host '127.0.0.1', port :'gateway', dbname 'zoho', fetch_size '1000', async_capable 'true');
create user mapping for current_user server zoho options (user 'fdw');
create schema zoho;
import foreign schema crm limit to ("Deals", "Accounts", "Leads") from server zoho into zoho;
import foreign schema crm except ("Deals", "Accounts", "Leads") from server zoho into public;
create table checks (name text, holds boolean not null);

-- What a plan sends to the gateway.
create function sent(statement text) returns text language plpgsql as $$
declare line text; plan text := '';
begin
  for line in execute 'explain (verbose, costs off) ' || statement loop plan := plan || line || E'\n'; end loop;
  return plan;
end $$;

-- Conditions, aggregates and joins travel.
insert into checks select 'conditions travel',
  sent('select count(*) from zoho."Leads" where "Last_Name" like ''B%'' and id > 5') ~ 'Remote SQL: SELECT count.*WHERE .*~~ .*id > 5';
-- PostgreSQL joins by itself where it takes that for cheaper; here it shall not.
set enable_hashjoin = off;
set enable_mergejoin = off;
set enable_nestloop = off;
insert into checks select 'joins travel',
  sent('select d.id from zoho."Deals" d join zoho."Accounts" a on a.id = d."Account_Name_id"') ~ 'Remote SQL: .*INNER JOIN';
reset all;
select count(*) as leads from zoho."Leads" \gset
select count(*) as deals, sum("Amount") as amount from zoho."Deals" where "Stage" = 'Closed Won' \gset
select count(*) as joined from zoho."Deals" d join zoho."Accounts" a on a.id = d."Account_Name_id" \gset
insert into checks select 'all rows', :leads > 0 and :deals > 0 and :joined > 0;
analyze zoho."Accounts";
insert into checks select 'analyzed', reltuples = (select count(*) from zoho."Accounts") from pg_class where oid = 'zoho."Accounts"'::regclass;

-- A table cut into ranges of ids, each by a server of its own so that they are read side by side.
create server zoho2 foreign data wrapper postgres_fdw
  options (host '127.0.0.1', port :'gateway', dbname 'zoho', fetch_size '1000', async_capable 'true');
create server zoho3 foreign data wrapper postgres_fdw
  options (host '127.0.0.1', port :'gateway', dbname 'zoho', fetch_size '1000', async_capable 'true');
create user mapping for current_user server zoho2 options (user 'fdw');
create user mapping for current_user server zoho3 options (user 'fdw');
create schema two;
create schema three;
import foreign schema crm limit to ("Leads") from server zoho2 into two;
import foreign schema crm limit to ("Leads") from server zoho3 into three;
select min(id) as low, percentile_disc(0.33) within group (order by id) as third,
  percentile_disc(0.66) within group (order by id) as two_thirds from zoho."Leads" \gset
create view leads as
  select id, "Last_Name" from zoho."Leads" where id < :third
  union all select id, "Last_Name" from two."Leads" where id >= :third and id < :two_thirds
  union all select id, "Last_Name" from three."Leads" where id >= :two_thirds;
insert into checks select 'ranges are read side by side', (select count(*) from regexp_matches(sent('select * from leads'), 'Async Foreign Scan', 'g')) = 3;
insert into checks select 'each range sends its condition', (select count(*) from regexp_matches(sent('select * from leads'), 'Remote SQL: [^\n]*WHERE [^\n]*id ', 'g')) = 3;
insert into checks select 'ranges hold all rows once', count(*) = :leads and count(distinct id) = :leads from leads;

create table copied as select id, "Amount", "Stage" from zoho."Deals";
insert into checks select 'copied', count(*) = :deals from copied where "Stage" = 'Closed Won';
do $$ begin
  update zoho."Leads" set "Company" = 'x' where id = 1;
  insert into checks values ('writes are refused', false);
exception when sqlstate '25006' then insert into checks values ('writes are refused', true);
end $$;
select 'BAD ' || name from checks where not holds;
select 'postgres_fdw: ' || count(*) filter (where holds) || ' right, ' || count(*) filter (where not holds) || ' wrong' from checks;
