-- Another PostgreSQL writes Zoho's tables by postgres_fdw, which opens a transaction for all it does: by a gateway with
-- transactions=immediate it writes, by another one it is told how.
\set ON_ERROR_STOP 1
create extension postgres_fdw;
create server immediate foreign data wrapper postgres_fdw options (host '127.0.0.1', port :'immediate', dbname 'zoho', batch_size '100');
create server refusing foreign data wrapper postgres_fdw options (host '127.0.0.1', port :'gateway', dbname 'zoho');
create user mapping for current_user server immediate options (user 'fdw');
create user mapping for current_user server refusing options (user 'fdw');
create schema zoho;
create schema refusing;
import foreign schema crm limit to ("Leads") from server immediate into zoho;
import foreign schema crm limit to ("Leads") from server refusing into refusing;
create table checks (name text, holds boolean not null);

-- All columns of the foreign table are sent, NULL where nothing was said.
with made as (insert into zoho."Leads" ("Last_Name", "Company", "Annual_Revenue") values ('fdw', 'x', 12.5) returning id, "Created_Time")
  insert into checks select 'insert returning', id is not null and "Created_Time" is not null from made;
insert into zoho."Leads" ("Last_Name", "Company") select 'fdw', 'c' || i from generate_series(1, 250) i;
select count(*) as n from zoho."Leads" where "Last_Name" = 'fdw' \gset
insert into checks values ('insert of many', :n = 251);
update zoho."Leads" set "City" = 'Rome' where "Last_Name" = 'fdw' and "Company" = 'x';
select count(*) as n from zoho."Leads" where "City" = 'Rome' and "Last_Name" = 'fdw' \gset
insert into checks values ('update', :n = 1);
copy zoho."Leads" ("Last_Name", "Company") from stdin csv;
fdw,copied
fdw,copied
\.
select count(*) as n from zoho."Leads" where "Last_Name" = 'fdw' and "Company" = 'copied' \gset
insert into checks values ('copy', :n = 2);
do $$ begin
  update zoho."Leads" set "City" = 'x' || random() where "Last_Name" = 'fdw';
  insert into checks values ('what cannot travel says so', false);
exception when sqlstate '0A000' then insert into checks values ('what cannot travel says so', true);
end $$;
-- The writes stand: PostgreSQL is warned.
begin;
insert into zoho."Leads" ("Last_Name", "Company") values ('fdw', 'rolled back');
rollback;
select count(*) as n from zoho."Leads" where "Company" = 'rolled back' \gset
insert into checks values ('what was written stands', :n = 1);
delete from zoho."Leads" where "Last_Name" = 'fdw';
select count(*) as n from zoho."Leads" where "Last_Name" = 'fdw' \gset
insert into checks values ('delete', :n = 0);
do $$ begin
  insert into refusing."Leads" ("Last_Name", "Company") values ('fdwno', 'x');
  insert into checks values ('refused in a block', false);
exception when sqlstate '25001' then insert into checks values ('refused in a block', true);
end $$;
select 'BAD ' || name from checks where not holds;
select 'postgres_fdw writing: ' || count(*) filter (where holds) || ' right, ' || count(*) filter (where not holds) || ' wrong' from checks;
