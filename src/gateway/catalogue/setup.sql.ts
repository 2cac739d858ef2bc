import { createHash } from 'node:crypto'
import { databaseName } from '../../base/names.ts'

/**
 * Owns Zoho's tables, and every user is a member: information_schema shows keys to none but owners. That nobody writes
 * is not the roles' doing: sessions are read-only.
 */
export const ownerRole = 'zohosql'

/**
 * What the catalogue's database says of itself, made once in the template. The originals of these functions report
 * PGlite; their rows are deleted first because built-in functions are called by their number, whatever they are
 * replaced with. 14 is what the statements of all clients work with: psql 15 asks columns that 17 has no more.
 */
export const reportedVersion = '14.18'
const versionNumber = '140018'

export const setupSql = `
SET allow_system_table_mods = on;
DELETE FROM pg_proc WHERE oid IN ('pg_catalog.version()'::regprocedure,
  'pg_catalog.current_setting(text)'::regprocedure, 'pg_catalog.pg_backend_pid()'::regprocedure);
CREATE FUNCTION pg_catalog.version() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT 'PostgreSQL ${reportedVersion} (zohosql)'::text $$;
CREATE FUNCTION pg_catalog.current_setting(text) RETURNS text LANGUAGE sql STABLE STRICT AS
  $$ SELECT CASE pg_catalog.lower($1) WHEN 'server_version' THEN '${reportedVersion}'
     WHEN 'server_version_num' THEN '${versionNumber}' ELSE pg_catalog.current_setting($1, false) END $$;
CREATE FUNCTION pg_catalog.pg_backend_pid() RETURNS integer LANGUAGE sql STABLE AS
  $$ SELECT pg_catalog.current_setting('zohosql.pid', true)::integer $$;
CREATE OR REPLACE VIEW pg_catalog.pg_stat_activity AS
  SELECT (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AS datid,
    pg_catalog.current_database() AS datname, s.pid, NULL::integer AS leader_pid,
    (SELECT oid FROM pg_catalog.pg_authid WHERE rolname = s.usename) AS usesysid, s.usename::name COLLATE "C" AS usename,
    s.application_name, s.client_addr::inet AS client_addr, NULL::text AS client_hostname, s.client_port,
    s.backend_start, NULL::timestamptz AS xact_start, s.query_start, s.query_start AS state_change,
    NULL::text AS wait_event_type, NULL::text AS wait_event, s.state, NULL::xid AS backend_xid,
    NULL::xid AS backend_xmin, NULL::bigint AS query_id, s.query, 'client backend'::text AS backend_type,
    s.calls, s.credits
  FROM pg_catalog.json_to_recordset(coalesce(nullif(pg_catalog.current_setting('zohosql.activity', true), ''), '[]')::json)
    AS s(pid integer, usename text, application_name text, client_addr text, client_port integer,
         backend_start timestamptz, query_start timestamptz, state text, query text, calls bigint, credits bigint);
DELETE FROM pg_proc WHERE proname IN ('pg_sleep', 'pg_sleep_for', 'pg_sleep_until');
DROP SCHEMA public;
CREATE ROLE ${ownerRole} NOLOGIN;
GRANT CREATE ON DATABASE ${databaseName} TO ${ownerRole};
`

/** Setting of a session: the schema that CRM's tables are seen in, `crm` or `public`. */
export const shownSetting = 'zohosql.schema'

/** Names what a cluster starts from: another set-up needs another one. */
export const templateName = `catalogue-${createHash('sha256').update(setupSql).digest('hex').slice(0, 12)}`
