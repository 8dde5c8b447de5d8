/*
title: The target was asked, and the test waited for an answer that did not come
needs: [packets]
reads: [judged, contact]
parameters:
  wait_us: 100000
  goodbye_bytes: 31   # the alert that closes a TLS connection has no more, and is no request
weight: { real: 7.5, fake: 0 }
why: >
  A client that gives up has sent its request to the target and waited. A stub would have answered, or not
  been asked over the network.
mistaken_when:
  - The request was sent for show, and the time was spent asleep.
*/
WITH asked AS (
  SELECT
    test_id, sum(requests - answered_requests) AS unanswered, min(coalesce(host, server_address)) AS host,
    group_concat('connection:' || connection_id, ' ') AS proof
  FROM contact
  WHERE role = 'target' AND share = 1 AND phase IN ('call', 'unknown') AND requests > answered_requests
    AND client_bytes > :goodbye_bytes
  GROUP BY test_id
)
SELECT
  test_id,
  'real' AS says,
  format(
    '%s got %d request%s that it did not answer, and the test lasted %.1f ms, more than %.1f ms',
    coalesce(a.host, 'the target'), a.unanswered, iif(a.unanswered = 1, '', 's'), j.total_least_us / 1000.0,
    :wait_us / 1000.0) AS reason,
  'test:' || test_id || ' ' || a.proof AS proof
FROM judged j JOIN asked a USING (test_id)
WHERE j.total_least_us >= :wait_us
ORDER BY test_id;
