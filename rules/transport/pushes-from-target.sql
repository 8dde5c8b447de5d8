/*
title: The target sent data on an open connection without being asked
needs: [packets]
reads: [judged, contact]
parameters:
  least_bytes: 64   # a goodbye (TLS alert, WebSocket close) is shorter
weight: { real: 3, fake: 0 }
why: >
  A subscription that was opened earlier delivers its events to the test that waits for them. The same may
  come without any test waiting, so it weighs less than an answer.
mistaken_when:
  - The connection is left over from an earlier test, and nobody reads what comes.
*/
WITH pushed AS (
  SELECT
    test_id, sum(pushes) AS pushes, sum(server_bytes) AS received, min(coalesce(host,
    server_address)) AS host,
    group_concat('connection:' || connection_id, ' ') AS proof
  FROM contact
  WHERE role = 'target' AND share = 1 AND phase IN ('call', 'unknown') AND pushes > 0
    AND coalesce(is_leftover, 0) = 0
    AND coalesce(answered_requests, 0) = 0
  GROUP BY test_id
)
SELECT
  test_id,
  'real' AS says,
  format(
    '%s sent %d bytes in %d turn%s without being asked; %d bytes or more are no mere goodbye',
    coalesce(p.host, 'the target'), p.received, p.pushes, iif(p.pushes = 1, '', 's'), :least_bytes) AS reason,
  'test:' || test_id || ' ' || p.proof AS proof
FROM judged j JOIN pushed p USING (test_id)
WHERE j.expectation = 'real' AND p.received >= :least_bytes
ORDER BY test_id;
