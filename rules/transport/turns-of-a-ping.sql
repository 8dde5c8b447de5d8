/*
title: Only turns of a ping's size were answered, on a connection from before
needs: [packets]
reads: [judged, contact]
parameters:
  ping_bytes: 64   # TLS around a ping included
weight: { real: 2, fake: 0 }
why: >
  WebSocket and HTTP/2 connections ping now and then, in the window of whatever test is running. Small
  requests look the same where the encryption is not opened: a key log tells them apart.
mistaken_when:
  - A library pinged, and the test did nothing.
*/
WITH opened AS (
  SELECT DISTINCT test_id, connection_id FROM contact WHERE is_opened = 1
), turn AS (
  SELECT
    c.test_id, sum(c.answered_requests) AS answers, max(c.largest_turn_bytes) AS largest,
    min(coalesce(c.host, c.server_address)) AS host,
    sum(c.protocol <> 'tls' OR c.largest_turn_bytes > :ping_bytes OR o.test_id IS NOT NULL) AS larger,
    group_concat('connection:' || c.connection_id, ' ') AS proof
  FROM contact c LEFT JOIN opened o USING (test_id, connection_id)
  WHERE c.role = 'target' AND c.share = 1 AND c.phase IN ('call', 'unknown') AND c.answered_requests > 0
  GROUP BY c.test_id
)
SELECT
  test_id,
  'real' AS says,
  format(
    '%s answered %d turn%s of at most %d bytes on a connection from before the test; more than %d would be ' ||
    'no ping',
    coalesce(t.host, 'the target'), t.answers, iif(t.answers = 1, '', 's'), t.largest, :ping_bytes) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN turn t USING (test_id)
WHERE t.larger = 0
ORDER BY test_id;
