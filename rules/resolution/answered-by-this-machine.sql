/*
title: The client tells that this machine answered in the target's name
reads: [judged, test_exchange, contact, target]
parameters:
  least_elsewhere: 3   # answers of the same host in the run that came from elsewhere
weight: { real: 0, fake: -8 }
why: >
  The client records the address that answered. For this test it is one of this machine, and for other tests
  of the run the same name led elsewhere: a hosts file, a patched resolver or a stub took the target's place.
mistaken_when:
  - Only some of the tests go through a proxy on this machine.
*/
WITH answer AS MATERIALIZED (
  SELECT
    test_id, exchange_id, host, share, phase, server_address,
    server_address LIKE '127.%' OR server_address = '::1' AS is_local
  FROM test_exchange
  WHERE witness = 'har' AND role = 'target' AND status IS NOT NULL AND server_address IS NOT NULL
), elsewhere AS (
  SELECT host, count(DISTINCT exchange_id) AS number FROM answer WHERE is_local = 0 GROUP BY host
), seen AS (
  SELECT test_id, sum(answered_requests) AS answers
  FROM contact WHERE role = 'target' AND answered_requests > 0 GROUP BY test_id
), told AS (
  SELECT
    test_id, count(*) AS answers, sum(is_local) AS local, min(host) AS host,
    min(iif(is_local, server_address, NULL)) AS address,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM answer WHERE share = 1 AND phase <> 'teardown' GROUP BY test_id
)
SELECT
  t.test_id,
  iif(t.local = t.answers AND coalesce(s.answers, 0) = 0, 'fake', 'skip') AS says,
  iif(coalesce(s.answers, 0) > 0, format(
    'packets show %d answer%s of the target, whatever the client tells of', s.answers,
    iif(s.answers = 1, '', 's')), format(
    '%d of %d answer%s from %s came from %s, an address of this machine, where %d in the run came from elsewhere',
    t.local, t.answers, iif(t.answers = 1, '', 's'), t.host, t.address, e.number)) AS reason,
  'test:' || t.test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id) LEFT JOIN seen s USING (test_id) JOIN elsewhere e USING (host)
WHERE j.expectation = 'real' AND t.local > 0 AND e.number >= :least_elsewhere
  AND j.run_id NOT IN (SELECT run_id FROM target WHERE is_loopback = 1)
ORDER BY test_id;
