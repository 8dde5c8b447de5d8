/*
title: A test of a timeout waited for one
origin: 12
needs: [packets]
reads: [judged, claim, contact]
parameters:
  wait_us: 100000     # a timeout shorter than this is not told from a slow answer
  instant_us: 10000   # a test that lasted less has waited for nothing
weight: { real: 3, fake: -1 }
why: >
  A client that gives up has sent something to the target and waited in vain. A test of timeouts that was
  over at once has waited for nobody.
mistaken_when:
  - The word in the name means a setting that is read, and not a wait.
  - The timeout under test is shorter than the floor.
*/
WITH waiting AS (
  SELECT test_id, count(*) AS connections, group_concat('connection:' || connection_id, ' ') AS proof
  FROM contact
  WHERE role = 'target' AND share = 1 AND phase <> 'teardown'
    AND (is_unanswered = 1 OR requests > answered_requests)
  GROUP BY test_id
)
SELECT
  j.test_id,
  iif(w.test_id IS NULL, 'fake', 'real') AS says,
  CASE
    WHEN w.test_id IS NULL THEN format(
      'it claims a timeout (''%s''), but lasted at most %.1f ms: less than %.1f ms are no wait',
      c.word, j.total_most_us / 1000.0, :instant_us / 1000.0)
    ELSE format(
      'it claims a timeout (''%s''), the target left %d connection%s without an answer, and the test ' ||
      'lasted %.1f ms, more than %.1f ms',
      c.word, w.connections, iif(w.connections = 1, '', 's'), j.total_least_us / 1000.0, :wait_us / 1000.0)
  END AS reason,
  'test:' || j.test_id || coalesce(' ' || w.proof, '') AS proof
FROM judged j
  JOIN (SELECT test_id,
  min(word) AS word FROM claim WHERE claim = 'timeout' GROUP BY test_id) c USING (test_id)
  LEFT JOIN waiting w USING (test_id)
WHERE j.expectation = 'real'
  AND CASE WHEN w.test_id IS NULL THEN j.total_most_us < :instant_us ELSE j.total_least_us >= :wait_us END
ORDER BY test_id;
