/*
title: A connection to the target was opened and nothing was asked
needs: [packets]
reads: [judged, contact, test_exchange, test_burst]
parameters:
  apart_us: 2000   # how far the client's word and the packets may be apart
weight: { real: 0, fake: -8 }
why: >
  The test opened a connection to the target, the target accepted it, and neither side said anything on it.
  An open connection answers no question that a test may have, but makes it look alive.
mistaken_when:
  - The test is about the connection itself, such as an open port or a certificate.
*/
WITH touch AS (
  SELECT
    test_id,
    sum(role = 'target' AND share = 1 AND is_opened = 1 AND is_established = 1) AS opened,
    sum(role = 'unidentified' OR coalesce(requests, 0) > 0 OR coalesce(pushes, 0) > 0
      OR coalesce(is_refused, 0) = 1 OR coalesce(is_unanswered, 0) = 1) AS talk,
    min(coalesce(host, server_address)) AS host,
    group_concat('connection:' || connection_id, ' ') AS proof
  FROM contact
  WHERE role IN ('target', 'unidentified') AND phase <> 'teardown'
  GROUP BY test_id
), answer AS MATERIALIZED (
  SELECT stop_us AS at_us FROM test_burst WHERE role = 'target' AND server_bytes > 0
  UNION
  SELECT start_us + first_byte_us FROM test_burst
  WHERE role = 'target' AND server_bytes > 0 AND first_byte_us IS NOT NULL
), slot AS MATERIALIZED (
  -- An equality to join by: comparing each answer with each exchange would take the square of the run.
  SELECT at_us, CAST(at_us / (:apart_us + 1) + column1 AS INTEGER) AS number FROM answer, (VALUES (-1), (0), (1))
), told AS (
  -- In a parallel run: what the test's own client heard when an answer of the target came.
  SELECT DISTINCT e.test_id
  FROM test_exchange e JOIN judged j USING (test_id)
    JOIN slot s ON s.number = CAST(e.end_us / (:apart_us + 1) AS INTEGER) AND abs(s.at_us - e.end_us) <= :apart_us
  WHERE j.overlap_count > 0 AND e.role = 'target' AND e.witness IN ('har', 'log') AND e.share = 1
)
SELECT
  test_id,
  'fake' AS says,
  format(
    '%d connection%s to %s opened and 0 requests sent, in a window that the capture covers; at least 1 ' ||
    'is needed',
    t.opened, iif(t.opened = 1, '', 's'), coalesce(t.host, 'the target')) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN touch t USING (test_id)
WHERE j.expectation = 'real' AND j.is_covered = 1 AND t.opened > 0 AND t.talk = 0
  AND test_id NOT IN (SELECT test_id FROM told)
ORDER BY test_id;
