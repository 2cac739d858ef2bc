#!/usr/bin/env bash
# psql writing: tags, RETURNING, \copy, \gset, \gexec, a block.
at="host=127.0.0.1 port=$PGPORT dbname=zoho user=me"
immediate="host=127.0.0.1 port=$PGPORT_IMMEDIATE dbname=zoho user=me"
right=0 wrong=0
is() {
  if [[ "$2" =~ $3 ]]; then right=$((right + 1)); else wrong=$((wrong + 1)); echo "BAD $1: $2"; fi
}
ask() { psql -X -At "$at" "$@" 2>&1; }
is tag "$(ask -c "INSERT INTO \"Leads\" (\"Last_Name\", \"Company\") VALUES ('psql', 'a'), ('psql', 'b')")" '^INSERT 0 2$'
is returning "$(ask -q -c "UPDATE \"Leads\" SET \"City\" = 'Rome' WHERE \"Last_Name\" = 'psql' RETURNING \"City\"")" '^Rome.Rome$'
file=$(mktemp)
printf 'Last_Name,Company\npsql,"c,1"\npsql,\npsql,e\n' >"$file"
is copy "$(ask -c "\\copy \"Leads\" (\"Last_Name\", \"Company\") from '$file' csv header")" 'null value in column "Company"|COPY 3'
printf 'psql\tc1\npsql\tc2\npsql\tc3\n' >"$file"
is 'copy text' "$(ask -c "\\copy \"Leads\" (\"Last_Name\", \"Company\") from '$file'")" '^COPY 3$'
rm -f "$file"
is gset "$(ask -q <<<"INSERT INTO \"Leads\" (\"Last_Name\", \"Company\") VALUES ('psql', 'g') RETURNING id \\gset
SELECT count(*) FROM \"Leads\" WHERE id = :id;")" '^1$'
is gexec "$(ask <<<"SELECT format('UPDATE \"Leads\" SET \"City\" = %L WHERE \"Last_Name\" = %L AND \"Company\" = %L', 'Oslo', 'psql', 'g') \\gexec")" '^UPDATE 1$'
is 'in a block' "$(ask -1 -c "INSERT INTO \"Leads\" (\"Last_Name\", \"Company\") VALUES ('psqlno', 'a')")" 'transactions=immediate'
is unfiltered "$(ask -c 'DELETE FROM "Leads"')" 'every row'
is describe "$(ask -c '\d "Leads"')" 'generated always as identity'
is privileges "$(ask -c '\dp "Leads"')" 'zohosql=arwd/zohosql'
is explain "$(ask -c "EXPLAIN UPDATE \"Leads\" SET \"City\" = 'x' WHERE id = 1")" 'Update crm.Leads'
is rollback "$(psql -X -At "$immediate" -c BEGIN -c "INSERT INTO \"Leads\" (\"Last_Name\", \"Company\") VALUES ('psql', 'i')" -c ROLLBACK 2>&1)" '1 row in crm.Leads stands'
is delete "$(ask -c "DELETE FROM \"Leads\" WHERE \"Last_Name\" = 'psql'")" '^DELETE [0-9]+$'
is nothing "$(ask -c "SELECT count(*) FROM \"Leads\" WHERE \"Last_Name\" IN ('psql', 'psqlno')")" '^0$'
echo "psql writing: $right right, $wrong wrong"
exit $((wrong > 0))
