/*
title: The target answered requests in the test's setup, and in its body none
needs: [packets]
reads: [judged, contact, test_exchange]
weight: { real: 7.5, fake: 0 }
why: >
  A fixture may make the call whose result the body looks at. It is the test's own traffic, in a window that
  no other test shares, but whether the body uses it cannot be seen. The first test of a worker is also charged
  with what the fixtures of the whole session ask, which says nothing of its body.
mistaken_when:
  - The fixture only asks whether the target is up, and the body asserts on data of its own.
*/
WITH answered AS (
  SELECT
    test_id,
    sum(iif(phase = 'setup', answered_requests, 0)) AS in_setup,
    sum(iif(phase IN ('call', 'unknown'), answered_requests, 0)) AS in_body,
    min(coalesce(host, server_address)) AS host,
    group_concat(iif(phase = 'setup', 'connection:' || connection_id, NULL), ' ') AS proof
  FROM contact
  WHERE role = 'target' AND share = 1 AND answered_requests > 0
  GROUP BY test_id
), place AS (
  SELECT test_id, row_number() OVER (PARTITION BY coalesce(worker, '') ORDER BY window_start_us, test_id) AS number
  FROM judged
), asked AS (
  SELECT DISTINCT test_id, method, host, path
  FROM test_exchange
  WHERE witness = 'packets' AND role = 'target' AND share = 1 AND phase = 'setup'
), counted AS (
  SELECT test_id, count(*) OVER (PARTITION BY method, host, path) AS setups FROM asked
), shared AS (
  -- Tests whose setup asks only what a fixture of the session may ask in each worker.
  SELECT test_id
  FROM counted
  GROUP BY test_id
  HAVING min(setups) >= 2 AND max(setups) <= (SELECT count(DISTINCT coalesce(worker, '')) FROM judged)
)
SELECT
  test_id,
  iif(p.number = 1 OR s.test_id IS NOT NULL, 'skip', 'real') AS says,
  format(
    '%s answered %d request%s in the test''s setup and 0 in its body%s',
    coalesce(a.host, 'the target'), a.in_setup, iif(a.in_setup = 1, '', 's'),
    CASE
      WHEN p.number = 1 THEN '; it is the first test of its worker, and the fixtures of the session are set up in it'
      WHEN s.test_id IS NOT NULL THEN '; as many setups ask the same as there are workers, as a fixture of the session does'
      ELSE ''
    END
  ) AS reason,
  'test:' || test_id || ' ' || a.proof AS proof
FROM place p JOIN answered a USING (test_id) LEFT JOIN shared s USING (test_id)
WHERE a.in_setup > 0 AND a.in_body = 0
ORDER BY test_id;
