/*
title: The client tells of requests that no packet carried
needs: [packets]
reads: [judged, test_exchange, contact, test_burst]
parameters:
  apart_us: 2000   # how far the client's word and the packets may be apart
weight: { real: 0, fake: -8 }
why: >
  A HAR file or a log tells of requests to the target in the test's window. The capture covers that window,
  and no packet went to the target. So the client's transport answered itself: a mock, a recording, an app
  in the same process.
mistaken_when:
  - The client reaches the target by a way that the capture does not see.
*/
WITH touch AS (
  SELECT test_id, count(*) AS connections
  FROM contact
  WHERE role IN ('target', 'unidentified') AND (is_opened = 1 OR requests > 0 OR pushes > 0)
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
  e.test_id,
  'fake' AS says,
  format(
    'the client''s %s of a request to %s, and 0 packets went there in a window that the capture covers',
    CASE
      WHEN sum(e.witness = 'har') = 0 THEN 'log tells'
      WHEN sum(e.witness = 'log') = 0 THEN 'HAR file tells'
      ELSE 'HAR file and log tell'
    END,
    coalesce(min(e.host), 'the target')) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id) LEFT JOIN touch t USING (test_id)
WHERE j.expectation = 'real' AND j.is_covered = 1 AND t.test_id IS NULL
  AND e.witness IN ('har', 'log') AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
  AND e.test_id NOT IN (SELECT test_id FROM told)
GROUP BY e.test_id
ORDER BY test_id;
