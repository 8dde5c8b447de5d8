/*
title: A TCP connection to the target was opened
origin: 2
needs: [packets]
reads: [judged, contact]
weight: { real: 0.5, fake: 0 }
why: >
  The target's side of the TCP handshake came back. It shows that the target is there, and little about the
  test: opening a connection is not using it, and a test on a kept-alive connection opens none.
mistaken_when:
  - The test opens the connection for show.
*/
SELECT
  c.test_id,
  'real' AS says,
  format(
    '%d TCP connection%s to %s opened, at least 1 is needed; the quickest handshake took %.1f ms',
    count(*), iif(count(*) = 1, '', 's'), coalesce(min(coalesce(c.host, c.server_address)), 'the target'),
    min(c.rtt_us) / 1000.0) AS reason,
  'test:' || c.test_id || ' ' || group_concat('connection:' || c.connection_id, ' ') AS proof
FROM judged j JOIN contact c USING (test_id)
WHERE j.expectation = 'real' AND c.role = 'target' AND c.share = 1 AND c.phase <> 'teardown'
  AND c.transport = 'tcp'
  AND c.is_opened = 1 AND c.is_established = 1 AND c.rtt_us IS NOT NULL
GROUP BY c.test_id
ORDER BY test_id;
