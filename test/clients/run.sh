#!/usr/bin/env bash
# Real clients against the gateway over the simulated company. What is not installed is installed from Debian's packages
# and from PyPI, when run as root; what cannot be had is named and counts as a failure.
set -u
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH" PGPORT="${PGPORT:-5477}" PGSSLMODE=prefer
work=$(mktemp -d)
failed=()

install() {
  [ "$(id -u)" = 0 ] || return 0
  apt-get install -y -q postgresql-client postgresql-15 unixodbc odbc-postgresql libdbd-pg-perl default-jdk-headless \
    libpostgresql-jdbc-java >"$work/apt.log" 2>&1 || tail -3 "$work/apt.log"
}
have() { command -v psql javac >/dev/null && [ -n "$(ls /usr/share/java/postgresql*.jar 2>/dev/null)" ] && perl -MDBD::Pg -e1 2>/dev/null; }
have || install
python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install psycopg2-binary 'psycopg[binary]' asyncpg SQLAlchemy pg8000 pyodbc

node tools/build-once.ts
node bin/zohosql.js serve --demo --port "$PGPORT" 2>"$work/gateway.log" &
gateway=$!
trap 'kill $gateway; [ -d "$work/pg" ] && stop_postgres; rm -rf "$work"' EXIT
for _ in $(seq 300); do grep -q served "$work/gateway.log" && break; sleep 0.1; done

part() {
  local name=$1
  shift
  "$@" >"$work/out" 2>&1 || { failed+=("$name"); grep -v '^ok' "$work/out"; }
  grep -E 'right, |^postgres_fdw|NOTICE' "$work/out" || tail -3 "$work/out"
}

pg_bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -c "$*"; else bash -c "$*"; fi; }
stop_postgres() { as_postgres "$pg_bin/pg_ctl -D $work/pg/data -m immediate stop" >/dev/null; }
fdw() {
  mkdir "$work/pg" && chmod 755 "$work" && { [ "$(id -u)" != 0 ] || chown postgres "$work/pg"; }
  as_postgres "$pg_bin/initdb -D $work/pg/data -A trust -U postgres" >/dev/null &&
    as_postgres "$pg_bin/pg_ctl -D $work/pg/data -w -l $work/pg/log start -o '-p 5498 -k $work/pg -c listen_addresses='" >/dev/null &&
    psql -X -q -h "$work/pg" -p 5498 -U postgres -d postgres -v gateway="$PGPORT" -f test/clients/fdw.sql
}

[ "${1:-}" = fdw ] && { fdw; exit; }
part psql bash test/clients/psql.sh
part drivers "$work/venv/bin/python" test/clients/drivers.py
part odbc "$work/venv/bin/python" test/clients/odbc.py
part jdbc java -cp "$(ls /usr/share/java/postgresql*.jar | head -1)" test/clients/Jdbc.java
part dbd perl test/clients/dbd.pl
part fdw fdw
[ ${#failed[@]} = 0 ] && echo 'all clients right' || { echo "wrong: ${failed[*]}"; exit 1; }
