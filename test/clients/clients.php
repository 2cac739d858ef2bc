<?php // PHP: PDO with native and emulated statements, and the pgsql functions with its metadata.
$right = $wrong = 0;
function attempt($name, $act) {
  global $right, $wrong;
  try { $got = $act(); $right++; echo "ok $name ", substr(json_encode($got), 0, 90), "\n"; }
  catch (Throwable $e) { $wrong++; echo "BAD $name ", $e->getMessage(), "\n"; }
}
$at = 'host=127.0.0.1 port=' . getenv('PGPORT') . ' dbname=zoho user=me';
$pdo = new PDO('pgsql:' . str_replace(' ', ';', $at), 'me', '', [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
foreach ([false, true] as $emulated) {
  $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, $emulated);
  attempt('PDO ' . ($emulated ? 'emulated' : 'native'), function () use ($pdo) {
    $s = $pdo->prepare('select id, "Amount", "Closing_Date" from "Deals" where "Amount" > :a and "Stage" = :s order by id limit 2');
    $s->execute(['a' => 10, 's' => 'Closed Won']);
    return [$s->fetchAll(PDO::FETCH_ASSOC), $s->getColumnMeta(0)['table'] ?? null];
  });
}
attempt('PDO table of a column', function () use ($pdo) {
  $meta = $pdo->query('select id from "Deals" limit 1')->getColumnMeta(0);
  return $meta['table'] === 'Deals' ? $meta : throw new Exception(json_encode($meta));
});
attempt('PDO scrolling', function () use ($pdo) {
  $s = $pdo->prepare('select id from "Leads" order by id', [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
  $pdo->beginTransaction(); $s->execute();
  $last = $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_LAST); $first = $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_FIRST);
  $pdo->commit();
  return $first[0] < $last[0] ? [$first, $last] : throw new Exception('order');
});
attempt('PDO copy', fn() => count($pdo->pgsqlCopyToArray('(select id from "Leads" limit 5)')));
$db = pg_connect($at);
attempt('pg_query_params', fn() => pg_fetch_all(pg_query_params($db, 'select count(*) from "Leads" where id > $1', [1])));
attempt('pg_meta_data', fn() => count(pg_meta_data($db, 'crm.Deals')));
attempt('pg_field_table', fn() => pg_field_table(pg_query($db, 'select id from "Deals" limit 1'), 0) === 'Deals' ? 1 : throw new Exception('none'));
attempt('pg_copy_to', fn() => count(pg_copy_to($db, '(select id from "Leads" limit 5)')));
echo "PHP PDO and pgsql: $right right, $wrong wrong\n";
exit($wrong > 0 ? 1 : 0);
