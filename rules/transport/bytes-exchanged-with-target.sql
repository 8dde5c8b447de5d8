/*
title: The target answered requests while the test's body ran
origin: 15
needs: [packets]
reads: [judged, contact]
parameters:
  ping_bytes: 64   # TLS around a ping included
weight: { real: 8.5, fake: 0 }
why: >
  The capture shows application bytes going to the target and application bytes coming back, begun in the
  test's own body, in a window that no other test shares.
mistaken_when:
  - Something else on the machine talks to the target in the background, such as a health check or telemetry.
  - The connection's own pings are taken for requests, where they are too few to show a rhythm; turns of a
    ping's size on an older encrypted connection are left to 'transport/turns-of-a-ping'.
  - The answer has nothing to do with what the test claims; the group 'intent' looks for that.
*/
WITH opened AS (
  SELECT DISTINCT test_id, connection_id FROM contact WHERE is_opened = 1
)
SELECT
  c.test_id,
  'real' AS says,
  format(
    '%s answered %d request%s in the test''s body: %d bytes went there and %d came back, at least 1 each ' ||
    'way is needed',
    coalesce(min(coalesce(c.host, c.server_address)), 'the target'), sum(c.answered_requests),
    iif(sum(c.answered_requests) = 1, '', 's'), sum(c.client_bytes), sum(c.server_bytes)) AS reason,
  'test:' || c.test_id || ' ' || group_concat('connection:' || c.connection_id, ' ') AS proof
FROM judged j JOIN contact c USING (test_id) LEFT JOIN opened o USING (test_id, connection_id)
WHERE (c.role = 'target' OR (c.role = 'loopback' AND j.expectation = 'loopback'))
  AND c.share = 1 AND c.phase IN ('call', 'unknown') AND c.answered_requests > 0
  AND (coalesce(c.protocol, '') <> 'tls' OR coalesce(c.largest_turn_bytes, :ping_bytes + 1) > :ping_bytes
    OR o.test_id IS NOT NULL)
GROUP BY c.test_id
ORDER BY test_id;
