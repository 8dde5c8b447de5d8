/*
title: The client tells of a request at the moment at which packets show its answer
needs: [packets]
reads: [judged, test_burst, test_exchange]
parameters:
  apart_us: 2000   # how far the client's word and the packets may be apart
  own_share: 0.5   # below it the connection is rather another test's, and the moment a coincidence
weight: { real: 7, fake: 0 }
why: >
  Where tests run side by side, packets alone do not tell whose they are, and the client's word alone does not
  tell whether anything was sent. Where the test's own client tells of an answer from the target, and an
  answer arrives in the same moment that no other test's client tells of, the two belong together. Calls
  to health endpoints are left out: with other tests' traffic around, what else the test did is not known.
mistaken_when:
  - A mock answers in the moment in which another test's client, which writes no log, gets an answer.
*/
WITH agreed AS (
  SELECT b.test_id, b.connection_id, b.start_us, e.exchange_id, e.host, b.stop_us, e.end_us
  FROM test_burst b JOIN test_exchange e USING (test_id)
  WHERE b.role = 'target' AND b.share < 1 AND b.phase <> 'teardown' AND b.server_bytes > 0
    AND b.share >= :own_share
    AND abs(e.end_us - b.stop_us) <= :apart_us
    AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown' AND e.witness IN ('har', 'log')
    AND coalesce(e.is_fulfilled_by_test, 0) = 0 AND coalesce(e.is_from_cache, 0) = 0
    AND coalesce(rtrim(lower(e.path), '/'), '') NOT IN (
      '/health', '/healthz', '/healthcheck', '/api/health', '/ping', '/status', '/ready', '/live', '/version')
), claimed AS (
  SELECT connection_id, start_us FROM agreed
  GROUP BY connection_id, start_us HAVING count(DISTINCT test_id) = 1
)
SELECT
  a.test_id,
  'real' AS says,
  format(
    '%d answer%s of %s arrived within %.1f ms of the moment at which the client tells of it; ' ||
    'at most %.1f ms count as one moment',
    count(DISTINCT a.connection_id || ' ' || a.start_us),
    iif(count(DISTINCT a.connection_id || ' ' || a.start_us) = 1, '', 's'),
    coalesce(min(a.host), 'the target'),
    min(abs(a.end_us - a.stop_us)) / 1000.0, :apart_us / 1000.0) AS reason,
  'test:' || a.test_id || ' ' ||
    group_concat('connection:' || a.connection_id || ' exchange:' || a.exchange_id, ' ') AS proof
FROM judged j JOIN agreed a USING (test_id) JOIN claimed c USING (connection_id, start_us)
WHERE j.expectation = 'real'
GROUP BY a.test_id
ORDER BY test_id;
