/*
title: Every connection to the target in the test's window is another worker's
needs: [packets]
reads: [judged, contact, test_burst, test_exchange]
parameters:
  apart_us: 2000    # how far the client's word and the packets may be apart
  own_share: 0.1    # beyond it the connection may be the test's own, and another's word a coincidence
  other_share: 0.9  # from here on the connection is rather the other test's, all else considered
weight: { real: 0, fake: -8 }
why: >
  A connection belongs to one process. Where the client of another worker's test tells of an answer in the
  moment in which it arrives on a connection that is probably that worker's, it is. A test all of whose possible
  connections are other workers' has none of its own, in a window that the capture covers.
mistaken_when:
  - A mock in the other worker answered in the moment in which this test got its answer, each time.
*/
WITH agreed AS (
  SELECT DISTINCT b.connection_id, e.test_id
  FROM test_burst b JOIN test_exchange e USING (test_id)
  WHERE b.role = 'target' AND b.share < 1 AND b.server_bytes > 0
    AND e.role = 'target' AND e.share = 1 AND e.witness IN ('har', 'log')
    AND coalesce(e.is_fulfilled_by_test, 0) = 0 AND coalesce(e.is_from_cache, 0) = 0
    AND abs(e.end_us - b.stop_us) <= :apart_us AND b.share >= :other_share
), owner AS (
  SELECT a.connection_id, min(j.worker) AS worker
  FROM agreed a JOIN judged j USING (test_id)
  GROUP BY a.connection_id HAVING count(DISTINCT j.worker) = 1 AND count(j.worker) = count(*)
), touch AS (
  SELECT
    j.test_id, j.worker, count(*) AS contacts, sum(c.share < 1 AND o.worker <> j.worker) AS of_others,
    max(c.share) AS largest_share, count(DISTINCT c.connection_id) AS connections, min(o.worker) AS other,
    group_concat('connection:' || c.connection_id, ' ') AS proof
  FROM judged j JOIN contact c USING (test_id) LEFT JOIN owner o USING (connection_id)
  WHERE j.expectation = 'real' AND j.is_covered = 1 AND c.role IN ('target', 'unidentified')
    AND c.phase <> 'teardown'
  GROUP BY j.test_id, j.worker
)
SELECT
  test_id,
  'fake' AS says,
  format(
    '%d connection%s with the target in the test''s window, and 0 of worker %s, which ran it: the clients ' ||
    'of other workers (%s the first) tell of their answers',
    connections, iif(connections = 1, '', 's'), worker, other) AS reason,
  'test:' || test_id || ' ' || proof AS proof
FROM touch
WHERE of_others = contacts AND largest_share <= :own_share
ORDER BY test_id;
