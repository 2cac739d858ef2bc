#!/usr/bin/env bash
# psql: every backslash command that lists something, \copy, a cursor; pg_dump of a table's definition.
at="host=127.0.0.1 port=$PGPORT dbname=zoho user=me"
right=0 wrong=0
try() {
  if out=$("$@" 2>&1); then right=$((right + 1)); else wrong=$((wrong + 1)); echo "BAD $*: $out"; fi
}
for command in d dt dt+ 'd "Deals"' 'd+ "Deals"' l l+ dn dn+ dv di df du dT dp db dx dC do dm ds dD dc dd ddp dE des det deu \
  dew dF dg dL dO dP drds dRp dRs dX dy dA dAc z 'sf version' conninfo encoding 'df+ crm.*' dconfig; do
  try psql -X -v ON_ERROR_STOP=1 "$at" -c "\\$command"
done
copied=$(mktemp)
try psql -X "$at" -c "\\copy (select id, \"Last_Name\" from \"Leads\" order by id limit 3) to '$copied' csv header"
try test "$(wc -l <"$copied")" = 4
rm -f "$copied"
leads=$(psql -X -At "$at" -c 'select count(*) from "Leads"')
try test "$(psql -X -At "$at" -v FETCH_COUNT=100 -c 'select id from "Leads"' | wc -l)" = "$leads"
try pg_dump "$at" --schema-only -t 'crm."Leads"'
echo "psql: $right right, $wrong wrong"
exit $((wrong > 0))
