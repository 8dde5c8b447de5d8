/*
title: The target refused a connection, or left it without an answer
needs: [packets]
reads: [judged, contact]
parameters:
  wait_us: 100000   # who does not wait this long for an unanswered SYN has not looked for the answer
weight: { real: 7.5, fake: 0 }
why: >
  A test of error handling may expect to be refused. The refusal came from the target, or the test waited
  for an answer that did not come: either way it asked the target and nobody else.
mistaken_when:
  - The connection failed by accident, and the test swallows the error.
*/
WITH failed AS (
  SELECT
    test_id, sum(is_refused = 1) AS refused, sum(is_unanswered = 1) AS unanswered,
    min(format('%s port %d', coalesce(host, server_address, 'the target'), server_port)) AS host,
    group_concat('connection:' || connection_id, ' ') AS proof
  FROM contact
  WHERE role = 'target' AND share = 1 AND phase IN ('call', 'unknown')
    AND (is_refused = 1 OR is_unanswered = 1)
  GROUP BY test_id
)
SELECT
  test_id,
  'real' AS says,
  CASE
    WHEN f.refused > 0 THEN format(
      '%s refused %d connection%s in the test''s body, at least 1 is needed', f.host, f.refused,
      iif(f.refused = 1, '', 's'))
    ELSE format(
      '%s left %d connection%s without an answer and the test lasted %.1f ms, more than %.1f ms',
      f.host, f.unanswered, iif(f.unanswered = 1, '', 's'), j.total_least_us / 1000.0, :wait_us / 1000.0)
  END AS reason,
  'test:' || test_id || ' ' || f.proof AS proof
FROM judged j JOIN failed f USING (test_id)
WHERE f.refused > 0 OR j.total_least_us >= :wait_us
ORDER BY test_id;
