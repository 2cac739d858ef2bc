-- Common table expressions
WITH big AS (SELECT * FROM deals WHERE amount > 1000) SELECT count(*), sum(amount) FROM big;
WITH s(stage, n) AS (SELECT stage, count(*) FROM deals GROUP BY stage) SELECT * FROM s ORDER BY n DESC, stage;
WITH a AS (SELECT id, industry FROM accounts), b AS (SELECT a.industry, d.amount FROM a JOIN deals d ON d.account_name_id = a.id) SELECT industry, sum(amount) FROM b GROUP BY 1 ORDER BY 1;
WITH d AS (SELECT * FROM deals) SELECT x.id, y.id FROM d x JOIN d y ON x.account_name_id = y.account_name_id AND x.id < y.id ORDER BY 1, 2 LIMIT 30;
WITH t AS MATERIALIZED (SELECT id FROM deals WHERE won) SELECT count(*) FROM t;
WITH t AS NOT MATERIALIZED (SELECT id FROM deals WHERE won) SELECT count(*) FROM t;
WITH deals AS (SELECT id, amount FROM deals WHERE won) SELECT count(*), max(amount) FROM deals;
WITH x AS (WITH y AS (SELECT 1 AS a) SELECT a + 1 AS b FROM y) SELECT b FROM x;
WITH x AS (VALUES (1, 'a'), (2, 'b')) SELECT * FROM x ORDER BY 1;
WITH x(n, t) AS (VALUES (1, 'a'), (2, 'b')) SELECT t, n FROM x ORDER BY n DESC;
WITH unused AS (SELECT 1 / 0) SELECT 1;
WITH x AS (SELECT 1) SELECT * FROM x UNION ALL SELECT * FROM x;
SELECT * FROM (WITH x AS (SELECT 2 AS a) SELECT a FROM x) q;
SELECT (WITH x AS (SELECT max(amount) AS m FROM deals) SELECT m FROM x) AS m;
SELECT id FROM accounts a WHERE EXISTS (WITH x AS (SELECT 1 FROM deals d WHERE d.account_name_id = a.id AND d.won) SELECT * FROM x) ORDER BY 1;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT * FROM n;
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i * 2 FROM n WHERE i < 1000) SELECT sum(i), count(*) FROM n;
WITH RECURSIVE n AS (SELECT 1 AS i UNION SELECT (i * 3) % 7 FROM n) SELECT i FROM n ORDER BY i;
WITH RECURSIVE tree AS (SELECT id, account_name, parent_account_id, 0 AS depth FROM accounts WHERE parent_account_id IS NULL UNION ALL SELECT a.id, a.account_name, a.parent_account_id, t.depth + 1 FROM accounts a JOIN tree t ON a.parent_account_id = t.id) SELECT * FROM tree ORDER BY depth, id;
WITH RECURSIVE tree(id, path) AS (SELECT id, account_name::text FROM accounts WHERE parent_account_id IS NULL UNION ALL SELECT a.id, t.path || ' > ' || a.account_name FROM accounts a JOIN tree t ON a.parent_account_id = t.id) SELECT path FROM tree ORDER BY path;
WITH RECURSIVE up AS (SELECT id, parent_account_id FROM accounts WHERE id = 4876876000001000011 UNION SELECT a.id, a.parent_account_id FROM accounts a, up WHERE a.id = up.parent_account_id) SELECT count(*) FROM up;
WITH RECURSIVE f(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM f WHERE b < 100) SELECT a FROM f;
WITH RECURSIVE f(n, v) AS (SELECT 1, 1::numeric UNION ALL SELECT n + 1, v * (n + 1) FROM f WHERE n < 25) SELECT * FROM f ORDER BY n;
WITH RECURSIVE d(day) AS (SELECT date '2024-02-27' UNION ALL SELECT day + 1 FROM d WHERE day < '2024-03-02') SELECT day, (SELECT count(*) FROM deals WHERE closing_date = day) FROM d ORDER BY 1;
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 5;
WITH RECURSIVE a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a UNION ALL SELECT y + 1 FROM b WHERE y < 4) SELECT * FROM b ORDER BY 1;
WITH RECURSIVE w AS (SELECT 'a' AS s UNION ALL SELECT s || 'b' FROM w WHERE length(s) < 4) SELECT s, length(s) FROM w;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i, sum(i) OVER (ORDER BY i) FROM n ORDER BY 1;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5), m AS (SELECT max(i) AS top FROM n) SELECT n.i, m.top FROM n, m ORDER BY 1;
WITH RECURSIVE t(id, cnt) AS (SELECT id, 1 FROM accounts WHERE parent_account_id IS NULL UNION ALL SELECT a.id, t.cnt + 1 FROM t LEFT JOIN accounts a ON a.parent_account_id = t.id WHERE t.id IS NOT NULL) SELECT count(*), max(cnt) FROM t;
-- 0A000
WITH RECURSIVE c(n) AS (SELECT 1::bigint UNION ALL SELECT count(*) FROM c) SELECT * FROM c;
WITH RECURSIVE c(n) AS (SELECT n + 1 FROM c UNION ALL SELECT 1) SELECT * FROM c;
WITH RECURSIVE c(n) AS (SELECT n FROM c) SELECT * FROM c;
WITH a AS (SELECT 1), a AS (SELECT 2) SELECT * FROM a;
WITH a(x, y) AS (SELECT 1) SELECT * FROM a;
WITH a AS (SELECT b.id FROM b), b AS (SELECT 1 AS id) SELECT * FROM a;
WITH m AS (SELECT date_trunc('month', closing_date)::date AS month, sum(amount) AS s FROM deals WHERE closing_date IS NOT NULL GROUP BY 1) SELECT month, s, s - lag(s) OVER (ORDER BY month) AS change FROM m ORDER BY month;
WITH r AS (SELECT id, stage, amount, rank() OVER (PARTITION BY stage ORDER BY amount DESC NULLS LAST) AS k FROM deals) SELECT stage, id, amount FROM r WHERE k <= 2 ORDER BY stage, k, id;
WITH RECURSIVE search_tree(id, depth) AS (SELECT id, 1 FROM accounts WHERE parent_account_id IS NULL UNION ALL SELECT a.id, s.depth + 1 FROM accounts a, search_tree s WHERE a.parent_account_id = s.id) SELECT depth, count(*) FROM search_tree GROUP BY depth ORDER BY depth;
-- 0A000
WITH RECURSIVE t(id, up) AS (SELECT id, parent_account_id FROM accounts UNION ALL SELECT t.id, a.parent_account_id FROM t JOIN accounts a ON a.id = t.up) SEARCH BREADTH FIRST BY id SET ord SELECT id, up FROM t ORDER BY ord, up;
-- 0A000
WITH RECURSIVE t(id, up) AS (SELECT id, parent_account_id FROM accounts UNION ALL SELECT t.id, a.parent_account_id FROM t JOIN accounts a ON a.id = t.up) CYCLE id SET is_cycle USING path SELECT id, up, is_cycle FROM t ORDER BY 1, 2;
