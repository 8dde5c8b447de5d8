/*
title: The test asked the target only how it is
reads: [judged, claim, test_exchange, contact]
parameters:
  turns_per_exchange: 2   # HTTP/2 takes a turn or two more than it has requests
weight: { real: 0, fake: -3 }
why: >
  A call to /health shows that the target is there, and nothing of what the test claims. Tests whose subject
  is behind a condition that never holds look like this. A test of the connection itself may ask for anything.
mistaken_when:
  - The health endpoint is the subject, and the name does not say so.
  - The test makes other requests by a client whose traffic is encrypted and which no HAR file or log shows.
*/
WITH asked AS MATERIALIZED (
  SELECT
    test_id,
    count(*) AS exchanges,
    max(count(*)) OVER (PARTITION BY test_id) AS most,
    sum(sum(rtrim(lower(path), '/') NOT IN (
      '/health', '/healthz', '/healthcheck', '/health/live', '/health/ready', '/api/health', '/ping',
      '/status', '/ready', '/readyz', '/live', '/livez', '/alive', '/up', '/version', '/heartbeat'
    ))) OVER (PARTITION BY test_id) AS others,
    sum(count(*) - count(path)) OVER (PARTITION BY test_id) AS unknown,
    min(path) AS path,
    group_concat('exchange:' || exchange_id, ' ') AS proof,
    row_number() OVER (PARTITION BY test_id ORDER BY witness = 'log', witness = 'har') AS rank
  FROM test_exchange
  WHERE role = 'target' AND share = 1 AND phase <> 'teardown'
  GROUP BY test_id, witness
), turns AS MATERIALIZED (
  SELECT
    test_id, sum(answered_requests) AS answers,
    sum(coalesce(share, 0) < 1 OR role = 'unidentified' OR coalesce(pushes, 0) > 0) AS unclear
  FROM contact
  WHERE role IN ('target', 'unidentified') AND phase <> 'teardown' AND (requests > 0 OR pushes > 0)
  GROUP BY test_id
)
SELECT
  test_id,
  'fake' AS says,
  format(
    'it claims more, but of its %d request%s to the target 0 ask for anything but its health (%s); at ' ||
    'least 1 should',
    a.exchanges, iif(a.exchanges = 1, '', 's'), a.path) AS reason,
  'test:' || test_id || ' ' || a.proof AS proof
FROM asked a CROSS JOIN judged j USING (test_id) LEFT JOIN turns t USING (test_id)
  LEFT JOIN (SELECT DISTINCT test_id AS healthy FROM claim WHERE claim IN ('health', 'connection')) c ON c.healthy = j.test_id
WHERE a.rank = 1 AND a.others = 0 AND a.unknown = 0 AND c.healthy IS NULL
  AND coalesce(t.answers, 0) <= :turns_per_exchange * a.most AND coalesce(t.unclear, 0) = 0
ORDER BY test_id;
