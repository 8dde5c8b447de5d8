/*
title: No connection to any target in the whole run
needs: [packets]
reads: [judged, target, run]
weight: { real: 0, fake: -9 }
why: >
  A capture that covers the test and shows no connection to any target in the whole run leaves no test that
  could have exercised one, not even by a connection opened in an earlier test.
mistaken_when:
  - The target is reached by a way that the capture does not see, or by a name that was not declared.
*/
WITH reached AS (
  SELECT run_id, count(*) AS targets, min(host) AS host, coalesce(sum(connections), 0) AS connections
  FROM target GROUP BY run_id
)
SELECT
  j.test_id,
  iif(j.is_covered = 1, 'fake', 'skip') AS says,
  CASE
    WHEN j.is_covered = 1 THEN format(
      '0 connections with %s in the whole run, which the capture covers where this test ran; at least 1 ' ||
      'is needed',
      iif(t.targets = 1, t.host, format('any of %d targets', t.targets)))
    ELSE format(
      '0 connections with %s in the whole capture, but when this test ran is not known',
      iif(t.targets = 1, t.host, format('any of %d targets', t.targets)))
  END AS reason,
  'test:' || j.test_id AS proof
FROM judged j JOIN reached t USING (run_id) JOIN run r USING (run_id)
WHERE j.expectation = 'real' AND t.connections = 0 AND r.unidentified_connections = 0 AND r.has_packets = 1
  AND (j.is_covered = 1 OR j.window_kind = 'none')
ORDER BY test_id;
