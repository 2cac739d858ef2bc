#!/usr/bin/env bash
# Real clients against the gateway and the web door over the simulated company. What is missing is installed: Debian's packages (as root),
# PyPI, npm and Maven Central, the latter three below .tmp/clients. What cannot be had counts as wrong: nothing is skipped.
#
#   run.sh              what every run of .ci/run tries
#   run.sh all          Go, Rust and Spark too, which need their own tools and some minutes
#   run.sh NAME…        some parts
#
# The last line is `N right, M wrong`; the same two numbers go to the file $CLIENTS_RESULT.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
unset "${!PG@}"
export PATH="$root/node_modules/.bin:$PATH" PGPORT="${CLIENTS_PORT:-5477}" PGSSLMODE=prefer CLIENTS_DIR="$root/.tmp/clients"
mkdir -p "$CLIENTS_DIR"
work=$(mktemp -d)
here=$root/test/clients
http_port="${CLIENTS_HTTP_PORT:-5478}"
export ODATA_URL="http://127.0.0.1:$http_port/odata/"
right=0 wrong=0 failed=()

usual=(psql drivers frames odbc jdbc pools dbd node ruby php fdw web olingo psql-writes writes jdbc-writes node-writes fdw-writes)
wanted=("$@")
[ $# = 0 ] && wanted=("${usual[@]}")
[ "${1:-}" = all ] && wanted=("${usual[@]}" go rust spark)

# ---------------------------------------------------------------------------------------------- what is needed

bad() { wrong=$((wrong + 1)) failed+=("$1"); }
packages='postgresql postgresql-client unixodbc odbc-postgresql libdbd-pg-perl python3-venv default-jdk-headless maven ruby-pg php-cli php-pgsql'
has_packages() {
  command -v psql pg_dump java mvn ruby php python3 >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 &&
    ls /usr/lib/*/odbc/psqlodbcw.so >/dev/null 2>&1 && perl -MDBD::Pg -e1 2>/dev/null && ruby -rpg -e1 2>/dev/null &&
    php -m | grep -q pdo_pgsql && python3 -c 'import ensurepip, venv' 2>/dev/null
}
apt() { DEBIAN_FRONTEND=noninteractive timeout 300 apt-get "$@" >>"$work/apt.log" 2>&1; }
# shellcheck disable=SC2086
debian() { has_packages || { apt update -q; apt install -y -q --no-install-recommends $packages; } || tail -3 "$work/apt.log"; has_packages; }
# Done once for each list of what is wanted: the list is kept next to what came of it.
once() {
  local list=$1 mark=$CLIENTS_DIR/$2.done
  shift 2
  cmp -s "$list" "$mark" && return
  timeout 300 "$@" >"$work/install" 2>&1 && cp "$list" "$mark" && return
  tail -5 "$work/install"
  return 1
}
python_packages() { python3 -m venv --clear "$CLIENTS_DIR/venv" && "$CLIENTS_DIR/venv/bin/pip" -q install -r "$here/requirements.txt"; }
node_packages() { mkdir -p "$CLIENTS_DIR/node" && cp "$here/node/package.json" "$CLIENTS_DIR/node/" && npm install --no-audit --no-fund --prefix "$CLIENTS_DIR/node"; }
jars() { mvn -q -B -f "$here/java/pom.xml" dependency:copy-dependencies -DoutputDirectory="$CLIENTS_DIR/java"; }
debian || bad 'Debian packages'
export -f python_packages node_packages jars
export here
once "$here/requirements.txt" python bash -c python_packages || bad 'Python packages'
once "$here/node/package.json" node bash -c node_packages || bad 'npm packages'
once "$here/java/pom.xml" java bash -c jars || bad 'jars'
python=$CLIENTS_DIR/venv/bin/python

# ------------------------------------------------------------------------------------------------- the gateway

node tools/build-once.ts
node bin/zohosql.js serve --demo --data odd --port "$PGPORT" --http-port "$http_port" 2>"$work/gateway.log" &
gateway=$!
trap 'kill $gateway "${writers[@]}" 2>/dev/null; [ -d "$work/pg" ] && stop_postgres; rm -rf "$work"' EXIT
for _ in $(seq 600); do grep -q 'Web clients are served' "$work/gateway.log" && break; sleep 0.1; done
grep -q served "$work/gateway.log" || { cat "$work/gateway.log"; bad gateway; wanted=(); }

# Two more for those that write, over one company of their own: one refuses writes in a block, one does them at once.
export PGPORT_REFUSE="${CLIENTS_WRITE_PORT:-5479}"
export PGPORT_IMMEDIATE=$((PGPORT_REFUSE + 1))
company=$((PGPORT_REFUSE + 2))
writers=()
writing() {
  [ ${#writers[@]} = 0 ] || return 0
  node bin/zohosql.js simulate --port $company >"$work/company" 2>>"$work/company.log" &
  writers=($!)
  for _ in $(seq 100); do grep -q Endpoint "$work/company" && break; sleep 0.1; done
  ZOHOSQL_CONNECTION="$(grep -m1 -oE '[A-Za-z]+=.*Endpoint.*' "$work/company");TokenStore=memory"
  export ZOHOSQL_CONNECTION
  node bin/zohosql.js serve --read-write --port "$PGPORT_REFUSE" 2>"$work/refusing.log" &
  writers+=($!)
  ZOHOSQL_TRANSACTIONS=immediate node bin/zohosql.js serve --read-write --port "$PGPORT_IMMEDIATE" 2>"$work/immediate.log" &
  writers+=($!)
  unset ZOHOSQL_CONNECTION
  for log in refusing immediate; do
    for _ in $(seq 300); do grep -q served "$work/$log.log" && break; sleep 0.1; done
    grep -q served "$work/$log.log" || { cat "$work/$log.log" "$work/company.log"; bad "$log gateway"; }
  done
}

# --------------------------------------------------------------------------------------------------- the clients

# Each part ends with a line `… N right, M wrong`; without it, or by another end, it counts as one more that is wrong.
part() {
  local name=$1 status=0
  shift
  timeout 240 "$@" >"$work/out" 2>&1 || status=$?
  local sum
  sum=$(grep -oE '[0-9]+ right, [0-9]+ wrong' "$work/out" | tail -1)
  right=$((right + $(cut -d' ' -f1 <<<"${sum:-0}")))
  local no
  no=$(cut -d' ' -f3 <<<"${sum:-0 right, 1 wrong}")
  [ "$no" = 0 ] && [ $status != 0 ] && no=1
  wrong=$((wrong + no))
  [ "$no" = 0 ] || { failed+=("$name"); grep -v '^ok' "$work/out" | tail -20; }
  grep -E '[0-9]+ right, ' "$work/out" | tail -1
}

pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -c "$*"; else bash -c "$*"; fi; }
stop_postgres() { as_postgres "$pg_bin/pg_ctl -D $work/pg/data -m immediate stop" >/dev/null; }
fdw() {
  [ -d "$work/pg" ] && stop_postgres && rm -rf "$work/pg"
  mkdir "$work/pg" && chmod 755 "$work" && { [ "$(id -u)" != 0 ] || chown postgres "$work/pg"; }
  as_postgres "$pg_bin/initdb -D $work/pg/data -A trust -U postgres" >/dev/null &&
    as_postgres "$pg_bin/pg_ctl -D $work/pg/data -w -l $work/pg/log start -o '-p 5498 -k $work/pg -c listen_addresses='" >/dev/null &&
    psql -X -q -h "$work/pg" -p 5498 -U postgres -d postgres -v gateway="$PGPORT" -v immediate="$PGPORT_IMMEDIATE" -f "$here/$1"
}
export -f fdw as_postgres stop_postgres
export work pg_bin

java_part() { part "$1" java -cp "$CLIENTS_DIR/java/*" "$here/java/$2"; }
one() {
  case $1 in
    psql) part psql bash "$here/psql.sh" ;;
    drivers | frames | odbc | web) part "$1" "$python" "$here/$1.py" ;;
    jdbc) java_part jdbc Jdbc.java ;;
    pools) java_part pools Pools.java ;;
    olingo) java_part olingo OData.java ;;
    dbd) part dbd perl "$here/dbd.pl" ;;
    node) part node node "$here/node/clients.mjs" ;;
    ruby) part ruby ruby "$here/clients.rb" ;;
    php) part php php "$here/clients.php" ;;
    fdw) part fdw bash -c 'fdw fdw.sql' ;;
    psql-writes) writing && PGPORT=$PGPORT_REFUSE part "$1" bash "$here/psql-writes.sh" ;;
    writes) writing && PGPORT=$PGPORT_REFUSE part "$1" "$python" "$here/writes.py" ;;
    jdbc-writes) writing && PGPORT=$PGPORT_REFUSE java_part "$1" Writes.java ;;
    node-writes) writing && PGPORT=$PGPORT_REFUSE part "$1" node "$here/node/writes.mjs" ;;
    fdw-writes) writing && PGPORT=$PGPORT_REFUSE part "$1" bash -c 'fdw fdw-writes.sql' ;;
    go) part go go run -C "$here/go" . ;;
    rust) cp -r "$here/rust" "$CLIENTS_DIR" && part rust cargo run -q --manifest-path "$CLIENTS_DIR/rust/Cargo.toml" ;;
    spark) "$CLIENTS_DIR/venv/bin/pip" -q install 'pyspark<4' && part spark "$python" "$here/spark.py" ;;
    *) echo "There is no part $1." && bad "$1" ;;
  esac
}
for name in "${wanted[@]}"; do one "$name"; done

[ -n "${CLIENTS_RESULT:-}" ] && echo "$right $wrong" >"$CLIENTS_RESULT"
[ ${#failed[@]} = 0 ] || echo "wrong: ${failed[*]}"
echo "$right right, $wrong wrong"
[ $wrong = 0 ]
