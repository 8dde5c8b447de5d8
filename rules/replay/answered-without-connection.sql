/*
title: The client tells of answers and of no address that gave them
reads: [judged, test_exchange, contact]
parameters:
  least_named: 3   # answers in the run whose entries name the server's address
weight: { real: 0, fake: -9 }
why: >
  A client that records the address of the server has none to record where a mock answers in its place. Most
  answers in the same file name one, so that the recorder does so as a rule.
mistaken_when:
  - The test used another client as well, which the file does not record.
  - The recorder leaves the address out for some protocols, such as QUIC.
*/
WITH answer AS MATERIALIZED (
  SELECT
    test_id, exchange_id, role, phase, share, host, server_address,
    coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0 AS is_direct
  FROM test_exchange
  WHERE witness = 'har' AND status IS NOT NULL
), named AS (
  SELECT
    count(DISTINCT iif(server_address IS NOT NULL, exchange_id, NULL)) AS entries,
    count(DISTINCT exchange_id) AS of_all
  FROM answer WHERE is_direct = 1
), seen AS (
  SELECT test_id, sum(answered_requests) AS answers
  FROM contact WHERE role = 'target' AND answered_requests > 0 GROUP BY test_id
), told AS (
  SELECT
    test_id, count(*) AS answers, sum(server_address IS NULL) AS unnamed, min(host) AS host,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM answer
  WHERE role = 'target' AND share = 1 AND phase <> 'teardown' AND is_direct = 1
  GROUP BY test_id
)
SELECT
  t.test_id,
  iif(t.unnamed = t.answers AND coalesce(s.answers, 0) = 0, 'fake', 'skip') AS says,
  iif(coalesce(s.answers, 0) > 0, format(
    'packets show %d answer%s of the target, whatever the client tells of', s.answers,
    iif(s.answers = 1, '', 's')), format(
    '%d of %d answer%s from %s name%s no address that gave it, where %d of %d in the run do',
    t.unnamed, t.answers, iif(t.answers = 1, '', 's'), coalesce(t.host, 'the target'),
    iif(t.unnamed = 1, 's', ''), n.entries, n.of_all)) AS reason,
  'test:' || t.test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id) LEFT JOIN seen s USING (test_id) CROSS JOIN named n
WHERE j.expectation = 'real' AND t.unnamed > 0 AND n.entries >= :least_named AND 2 * n.entries >= n.of_all
ORDER BY test_id;
