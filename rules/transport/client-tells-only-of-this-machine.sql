/*
title: The client tells of requests to this machine and of none to the target
reads: [judged, test_exchange]
parameters:
  least_elsewhere: 3   # answers of a target in the run, which show that the file records such requests
weight: { real: 0, fake: -7 }
why: >
  Without packets the client's own file is the best witness. It tells of this test's requests, all of them to
  this machine, and of other tests' requests to the target.
mistaken_when:
  - The test reached the target with another client, which the file does not record.
*/
WITH answer AS MATERIALIZED (
  SELECT test_id, exchange_id, role, share, phase, host
  FROM test_exchange WHERE witness = 'har' AND status IS NOT NULL
), elsewhere AS (
  SELECT count(DISTINCT exchange_id) AS number FROM answer WHERE role = 'target'
), told AS (
  SELECT
    test_id, sum(role = 'loopback') AS local, sum(role <> 'loopback') AS others, min(host) AS host,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM answer WHERE share = 1 AND phase <> 'teardown' GROUP BY test_id
)
SELECT
  t.test_id,
  iif(t.others = 0, 'fake', 'skip') AS says,
  format(
    '%d request%s to this machine (%s) and %d elsewhere, where the file tells of %d answers from targets in the run',
    t.local, iif(t.local = 1, '', 's'), coalesce(t.host, 'loopback'), t.others, e.number) AS reason,
  'test:' || t.test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id) CROSS JOIN elsewhere e
WHERE j.expectation = 'real' AND j.has_packets = 0 AND t.local > 0 AND e.number >= :least_elsewhere
ORDER BY test_id;
